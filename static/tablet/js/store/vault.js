/** Each person's key: made here, wrapped by PIN and device together, and for recovery by the server's public key. */

import { lockBytes, openBytes } from "./boxes.js";
import { read, write } from "./db.js";
import { deviceKey, enrolment, get as fromDevice, put as toDevice } from "./device.js";
import { StoreError } from "./errors.js";
import { fromBase64, toBase64 } from "./ids.js";
import { lockTo } from "./recovery.js";
import { changed } from "./signal.js";

const ROUNDS = 600_000;
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;

/** Say whether this may be a PIN. */
export const isPin = (text) => /^\d{6,32}$/.test(String(text));

let open = null; // {key, who}: in this tab's memory only

/** Return the people who have a PIN on this tablet: [{id, name}]. */
export async function people() {
  const rows = await read(["vaults"], (tx) => tx.objectStore("vaults").getAll());
  return rows.map((row) => ({ id: row.person, name: row.name }));
}

/** Return who is signed in to the tablet, `{id, name}`, or null. */
export function person() {
  return open && { ...open.who };
}

/** Say whether the memory is locked. */
export function isLocked() {
  return open === null;
}

/** Forget the key; what is stored stays, and nobody reads it without the PIN. */
export function lock() {
  open = null;
  raws.clear();
  changed("vault");
}

/** Return the open key and person; @throws {StoreError} `locked`. */
export function unlocked() {
  if (!open) throw new StoreError("locked");
  return open;
}

/**
 * Set or change the PIN of a person. Without `who` it is that of the person signed in here. A person new to this
 * tablet gets a key; who has one keeps it and must be unlocked, or bring it (`recovered`) back from the server.
 * @throws {StoreError} `pin` when it is no 6 digits or more, `locked` when somebody's own key is not open.
 */
export async function setPin(pin, who = person(), recovered = null) {
  if (!isPin(pin)) throw new StoreError("pin");
  if (!who) throw new StoreError("locked");
  const known = await row(who.id);
  const raw = recovered ?? (known ? rawOf(who.id) : crypto.getRandomValues(new Uint8Array(32)).buffer);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const place = `vault:${who.id}`;
  const inner = await lockBytes(await pinKey(pin, salt), place, raw);
  const joined = new Uint8Array(12 + inner.data.byteLength);
  joined.set(inner.iv);
  joined.set(new Uint8Array(inner.data), 12);
  const wrapped = await lockBytes(await deviceKey(), place, joined);
  const at = await enrolment();
  const content = { format: "wavewarden-tablet-key", tablet: at?.tablet ?? "", person: who.id, key: toBase64(raw) };
  const recovery = known && !recovered ? known.recovery : await lockTo(at?.recovery_key, JSON.stringify(content));
  await write(["vaults"], (tx) =>
    tx.objectStore("vaults").put({ person: who.id, name: who.name, salt, wrapped, recovery })
  );
  await toDevice(`tries:${who.id}`, { wrong: 0, until: 0 });
  await enter(raw, who);
}

/**
 * Open the memory of a person (the only one, when `id` is left out).
 * @throws {StoreError} `pin` when it is wrong; `details.waitUntil` (ms) when one has to wait before the next try.
 */
export async function unlock(pin, id) {
  const known = await row(id ?? (await people())[0]?.id);
  if (!known) throw new StoreError("not_ready");
  const tries = (await fromDevice(`tries:${known.person}`)) ?? { wrong: 0, until: 0 };
  if (Date.now() < tries.until) throw new StoreError("pin", null, { waitUntil: tries.until });
  const place = `vault:${known.person}`;
  const joined = await openBytes(await deviceKey(), place, known.wrapped);
  let raw;
  try {
    const box = { iv: new Uint8Array(joined.slice(0, 12)), data: joined.slice(12) };
    raw = await openBytes(await pinKey(pin, known.salt), place, box);
  } catch (error) {
    throw await wrongPin(known.person, tries, error);
  }
  // a full storage takes no write; it must not lock its owner out, who alone can send and make room
  if (tries.wrong) await toDevice(`tries:${known.person}`, { wrong: 0, until: 0 }).catch(() => undefined);
  await enter(raw, { id: known.person, name: known.name });
}

/** Know the person who is signed in by the name the office knows, as the package tells it. */
export async function rename(name) {
  const { who } = unlocked();
  if (!name || name === who.name) return;
  const known = await row(who.id);
  await write(["vaults"], (tx) => tx.objectStore("vaults").put({ ...known, name }));
  open = { ...open, who: { ...who, name } };
}

/** Return what the server needs to give a person's key back after a forgotten PIN. */
export async function recoveryOf(id) {
  return (await row(id))?.recovery ?? null;
}

/** Take the key the server gave back (base64) and set a new PIN. */
export function recover(who, key, pin) {
  return setPin(pin, who, fromBase64(key));
}

const raws = new Map(); // the raw key of the person signed in: needed to wrap it anew when the PIN changes

function rawOf(id) {
  const raw = raws.get(id);
  if (!raw || open?.who.id !== id) throw new StoreError("locked");
  return raw;
}

async function enter(raw, who) {
  raws.clear();
  raws.set(who.id, raw);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  open = { key, who: { id: who.id, name: who.name } };
  changed("vault");
}

async function wrongPin(id, tries, error) {
  const wrong = tries.wrong + 1;
  const wait = wrong < FREE_TRIES ? 0 : FIRST_WAIT_MS * 2 ** Math.min(wrong - FREE_TRIES, 10);
  const until = wait ? Date.now() + wait : 0;
  await toDevice(`tries:${id}`, { wrong, until });
  return new StoreError("pin", error, until ? { waitUntil: until } : {});
}

function row(id) {
  return id === undefined ? undefined : read(["vaults"], (tx) => tx.objectStore("vaults").get(id));
}

async function pinKey(pin, salt) {
  const typed = new TextEncoder().encode(String(pin));
  const given = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, given, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
