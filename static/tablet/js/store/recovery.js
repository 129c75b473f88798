/** Locks bytes to the server's recovery key as fieldwork/services/recovery.py opens them (docs/field-protocol.md 6). */

import { StoreError } from "./errors.js";
import { fromBase64, toBase64 } from "./ids.js";

const INFO = "wavewarden field export 1";
const SCHEME = "P-256/HKDF-SHA256/AES-256-GCM";
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/**
 * Return `{scheme, point, nonce, data}`: a text or bytes that only the server can read.
 * @param {string} to the server's key: 65 raw bytes in base64. @throws {StoreError} `not_ready` when it is not known.
 */
export async function lockTo(to, content) {
  if (!to) throw new StoreError("not_ready");
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const server = await crypto.subtle.importKey("raw", fromBase64(to), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const given = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(INFO) };
  const key = await crypto.subtle.deriveKey(how, given, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, bytes);
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  return { scheme: SCHEME, point: toBase64(point), nonce: toBase64(nonce), data: toBase64(data) };
}
