/** Whether the server is there, as far as anybody tried: a browser with a line knows nothing of dead servers and portals. */

import { changed, listen } from "../store/signal.js";
import { isLocked } from "../store/vault.js";

const LASTS_MS = 7 * 60_000; // a little more than the longest wait between two attempts

let last = null; // {met, at}

/** Note whether the server itself answered just now. */
export function noteReach(met) {
  const before = reach();
  last = { met, at: Date.now() };
  if (reach() !== before) changed("line");
}

/** Return `online`, `offline`, or `unknown` where nobody tried lately. */
export function reach() {
  if (!navigator.onLine) return "offline";
  if (!last || Date.now() - last.at > LASTS_MS) return "unknown";
  return last.met ? "online" : "offline";
}

const forget = () => { last = null; };
window.addEventListener("offline", forget);
listen((what) => what === "vault" && isLocked() && forget()); // who is locked tries nothing
