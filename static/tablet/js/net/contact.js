/** Reports to the server and learns its time, its version and the next free place in the order. */

import { learn } from "../clock.js";
import { APP_VERSION, PROTOCOL } from "../config.js";
import { advance, get, put } from "../store/device.js";
import { noteHere } from "../store/parts.js";
import { noteReturned } from "../store/returned.js";
import { isLocked, person } from "../store/vault.js";
import { call } from "./client.js";

/**
 * Report `{unsent, unsent_bytes}`; keep the clock's offset (server minus tablet, in seconds, half the round trip
 * deducted) and return what the server said. @throws as `call`.
 */
export async function contact(counts = {}) {
  const begun = Date.now();
  const said = { app_version: APP_VERSION, protocol: PROTOCOL, client_time: new Date(begun).toISOString(), ...counts };
  const { json } = await call("POST", "contact/", { json: said, timeout: 20_000 });
  const ended = Date.now();
  const half = (ended - begun) / 2;
  const offset = (Date.parse(json.server_time) - (ended - half)) / 1000;
  learn(offset);
  await put("clock", { offset_s: Math.round(offset * 1000) / 1000, half_s: half / 1000, at: ended });
  await put("contact", { at: ended, spoken: json.spoken, encodings: json.encodings ?? [], person: json.person, visits: json.visits ?? [] });
  await advance(json.next_seq);
  if (isLocked() || person().id !== json.person) return json;
  if (json.visits) await noteHere(json.visits);
  if (json.returned) await noteReturned(json.returned);
  return json;
}

/** Return the moment by the server's clock, in ms, as well as the tablet knows it. */
export async function serverNow() {
  return Date.now() + ((await get("clock"))?.offset_s ?? 0) * 1000;
}
