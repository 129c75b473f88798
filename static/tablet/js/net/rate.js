/** How fast the line is now, and how much to send at a time so that one request takes a few seconds. */

const SECONDS = 3;
const LEAST = 32 * 1024;
const MOST = 256 * 1024;
const FIRST = 64 * 1024;
const GOOD = 25_000; // bytes a second: originals of some MB are worth beginning

let speed = 0; // bytes a second, smoothed; 0 before the first measurement
let cap = MOST; // halved by each 413
let answered = 0;

/** Note that `bytes` went out in `ms`; small requests measure the delay, not the line, and are left out. */
export function measured(bytes, ms) {
  answered += 1;
  if (bytes < 8 * 1024) return;
  const now = bytes / Math.max(ms / 1000, 0.001);
  speed = speed ? 0.6 * speed + 0.4 * now : now;
}

/** Return how many sendings of records or bytes were answered since the start: whether anything gets through. */
export const passed = () => answered;

/** Return the size of the next chunk in bytes, 1 kB to 256 kB. */
export function chunkSize() {
  const wanted = speed ? Math.round(speed * SECONDS) : FIRST;
  return Math.min(Math.max(wanted, LEAST), MOST, cap);
}

/** Return how many bytes of operations to send in one batch: some ten seconds' worth, below the server's 2 MB. */
export function batchBytes() {
  return Math.min(Math.max(speed ? speed * 10 : 4 * FIRST, LEAST), 1_900_000, 8 * cap);
}

/** A proxy refused this many bytes: from now on send half as many. */
export function tooLarge(bytes) {
  cap = Math.max(1024, Math.floor(bytes / 2));
}

/** Return how long to wait for an answer to so many bytes, in ms. */
export function patience(bytes) {
  return 30_000 + (bytes / Math.max(speed || 2_000, 1_000)) * 4_000;
}

/** Say whether the line is good enough for originals. */
export function isGood() {
  return !navigator.connection?.saveData && (speed === 0 || speed >= GOOD);
}
