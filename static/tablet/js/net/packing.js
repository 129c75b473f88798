/** Compresses what is sent, where both the server and this browser can: records become a fifth. */

import { get } from "../store/device.js";

const LEAST = 600; // below, the header of gzip eats what is gained
let refused = false; // a proxy between does not pass compressed bodies on

/**
 * Return {body, headers, packed} of a JSON text: as gzip when the server said at the last contact that it takes it,
 * else as it is.
 */
export async function pack(text) {
  const headers = { "Content-Type": "application/json" };
  const plain = { body: new TextEncoder().encode(text), headers, packed: false };
  if (refused || text.length < LEAST || !("CompressionStream" in globalThis)) return plain;
  if (!(await get("contact"))?.encodings?.includes("gzip")) return plain;
  const squeezed = new Blob([plain.body]).stream().pipeThrough(new CompressionStream("gzip"));
  const body = await new Response(squeezed).arrayBuffer();
  return { body, headers: { ...headers, "Content-Encoding": "gzip" }, packed: true };
}

/** Somebody could not read a compressed body: send plainly until the application starts again. */
export function sendPlainly() {
  refused = true;
}
