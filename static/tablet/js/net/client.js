/** One call to the server: either the server's own answer, or "no answer", whatever came from somebody between. */

import { config } from "../config.js";
import { enrolment } from "../store/device.js";
import { noteReach } from "./reach.js";

/** Nobody answered whom we know: the line, a proxy, a login page, or a server that broke down. */
export class NoAnswer extends Error {
  /** code: `offline`, `timeout`, `proxy` (no JSON of ours), `server` (5xx; `status` tells). */
  constructor(code, status = 0, cause = undefined) {
    super(`${code} ${status || ""}`.trim(), { cause });
    this.name = "NoAnswer";
    this.code = code;
    this.status = status;
  }
}

/** The server has a lot to do: nothing was done, and the same may be sent again after `ms`. */
export class Busy extends NoAnswer {
  constructor(ms) {
    super("busy", 429);
    this.name = "Busy";
    this.ms = ms;
  }
}

/** The server refused by name: 401 `sign_in`, `tablet_refused`, 403 `not_your_tablet`, and others. */
export class Refused extends Error {
  constructor(status, code, detail = "", body = null) {
    super(`${status} ${code}`);
    this.name = "Refused";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.body = body;
  }
}

/** The body was too large for the server or for a proxy: send less at a time. */
export class TooLarge extends Error {
  constructor() {
    super("413");
    this.name = "TooLarge";
  }
}

/**
 * Ask below /api/field/v1/ and return {status, json, headers}. `json` in options is sent as JSON, `body` as bytes,
 * or as what `headers` say of it. Answers without a body must carry one of our own headers (`Upload-Offset`); everything else is no answer.
 * @param {number} options.timeout milliseconds. @throws {NoAnswer|Busy|Refused|TooLarge}
 */
export async function call(method, path, options = {}) {
  try {
    const answer = await exchange(method, path, options);
    noteReach(true);
    return answer;
  } catch (error) {
    const met = error instanceof Refused || error instanceof Busy;
    if (met || error instanceof NoAnswer) noteReach(met);
    throw error;
  }
}

async function exchange(method, path, { json, body, headers = {}, timeout = 30_000, device = true }) {
  const sent = { ...headers };
  if (device) sent.Authorization = `Tablet ${(await enrolment())?.token ?? ""}`;
  if (json !== undefined) sent["Content-Type"] = "application/json";
  else if (body !== undefined) sent["Content-Type"] ??= "application/octet-stream";
  const answer = await ask(config.api + path, {
    method, headers: sent, body: json === undefined ? body : JSON.stringify(json), credentials: "same-origin",
    cache: "no-store", redirect: "manual",
  }, timeout);
  if (answer.status === 413) throw new TooLarge();
  if (answer.status >= 500) throw new NoAnswer("server", answer.status);
  if (answer.headers.has("Upload-Offset")) return { status: answer.status, headers: answer.headers, json: null };
  const told = answer.json;
  if (told === null) throw new NoAnswer("proxy", answer.status);
  if (told.code === "busy") throw new Busy(told.retry_after_ms);
  if (answer.status >= 400) throw new Refused(answer.status, told.code ?? "", told.detail ?? "", told);
  return { status: answer.status, headers: answer.headers, json: told };
}

async function ask(address, options, timeout) {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), timeout);
  try {
    const answer = await fetch(address, { ...options, signal: stop.signal });
    const isJson = /\bjson\b/.test(answer.headers.get("content-type") ?? "");
    const text = isJson ? await answer.text() : "";
    return { status: answer.status, headers: answer.headers, json: isJson ? parsed(text) : null };
  } catch (error) {
    throw new NoAnswer(stop.signal.aborted ? "timeout" : "offline", 0, error);
  } finally {
    clearTimeout(clock);
  }
}

function parsed(text) {
  try {
    const found = JSON.parse(text);
    return found !== null && typeof found === "object" ? found : null;
  } catch {
    return null; // cut off on the way
  }
}
