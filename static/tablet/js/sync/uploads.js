/** Sends one file in chunks, from where the server's bytes end, until the server says that it is whole. */

import { call, NoAnswer, Refused, TooLarge } from "../net/client.js";
import { chunkSize, measured, patience, tooLarge } from "../net/rate.js";
import { fileBytes, noteFile } from "../store/file_queue.js";
import { sha256 } from "../store/ids.js";

const LATER_MS = 10 * 60_000;
const MOST_ODD = 6;

/**
 * Send a file; returns its state, `done` or `held`, or `waits` when the server does not know it (its declaration is
 * kept for a person). `between()` is asked after each chunk whether to go on. @throws {NoAnswer|Refused}
 */
export async function upload(row, between = () => true) {
  const bytes = await fileBytes(row);
  let offset = 0;
  try {
    let now = row.state === "sending" ? (await call("GET", path(row))).json : { offset: 0, state: "open" };
    if (row.state !== "sending") await noteFile(row, { state: "sending", offset: 0 });
    for (let odd = 0; now.state === "open"; ) {
      offset = now.offset;
      now = await chunk(row, bytes, offset);
      odd = now.odd ? odd + 1 : 0;
      if (odd > MOST_ODD) throw new NoAnswer("hash");
      await noteFile(row, { state: now.state === "open" ? "sending" : now.state, offset: now.offset });
      if (now.state === "open" && !between()) return "sending";
    }
    if (now.state !== "open" && offset === 0) await noteFile(row, { state: now.state, offset: row.size });
    return now.state;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    await noteFile(row, { state: "waits", offset: 0, until: Date.now() + LATER_MS });
    return "waits";
  }
}

async function chunk(row, bytes, offset) {
  const data = bytes.slice(offset, offset + chunkSize());
  const headers = { "Upload-Offset": String(offset), "Upload-Checksum": `sha256 ${await sha256(data)}` };
  const begun = performance.now();
  try {
    const answer = await call("PATCH", path(row), { body: data, headers, timeout: patience(data.byteLength) });
    if (answer.status === 204) measured(data.byteLength, performance.now() - begun);
    return { ...place(answer), odd: answer.status !== 204 };
  } catch (error) {
    if (!(error instanceof TooLarge) || data.byteLength <= 1024) throw error;
    tooLarge(data.byteLength);
    return { offset, state: "open", odd: false };
  }
}

const path = (row) => `evidence/${row.id}/${row.role}/`;

/** Where the server stands; anything it cannot have said is no answer. */
function place(answer) {
  const offset = Number(answer.headers.get("Upload-Offset"));
  const state = answer.headers.get("Upload-State");
  const known = Number.isSafeInteger(offset) && ["open", "done", "held"].includes(state);
  if (!known) throw new NoAnswer("proxy", answer.status);
  return { offset, state };
}
