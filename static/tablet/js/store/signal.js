/** Tells listeners in this tab and in others that something was stored, sent or locked. */

const listeners = new Set();
const channel = new BroadcastChannel("wavewarden-tablet");

channel.addEventListener("message", (event) => tell(event.data));

/** Call `listener(what)` after each change; return the function that ends it. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tell everybody what changed: `records`, `files`, `package`, `sync`, `line`; `vault` stays in this tab. */
export function changed(what) {
  tell(what);
  if (what !== "vault") channel.postMessage(what);
}

function tell(what) {
  for (const listener of listeners) listener(what);
}
