/** The service worker: registered here, asked whether it has everything, and changed for a newer one never mid-edit. */

import { config } from "../config.js";

let registration = null;
let mine = false; // the change of worker was asked for in this tab

/** Register the worker; `onUpdate()` is called when a newer release waits. */
export async function register(onUpdate) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => mine && window.location.reload());
  registration = await navigator.serviceWorker.register(config.worker, { updateViaCache: "none" });
  const watch = (worker) => worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) onUpdate();
  });
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  if (registration.waiting) onUpdate();
}

/** Look for a newer release; without a line nothing happens. */
export async function look() {
  try {
    await registration?.update();
  } catch {
    // offline, or a proxy answered: the present release goes on
  }
}

/** Say whether a newer release waits. */
export const waits = () => Boolean(registration?.waiting);

/** Change to the waiting release: by a tap, or at the start before anything is open. The page loads again. */
export function activate() {
  if (!registration?.waiting) return false;
  mine = true;
  registration.waiting.postMessage("activate");
  return true;
}

/** Ask the active worker `lacking` or `release`. @throws when there is none or it does not answer in 20 s. */
export async function ask(question) {
  const { active } = await within(navigator.serviceWorker.ready, 20_000);
  const channel = new MessageChannel();
  const answer = new Promise((resolve) => { channel.port1.onmessage = (event) => resolve(event.data); });
  active.postMessage(question, [channel.port2]);
  return within(answer, 20_000);
}

function within(promise, ms) {
  const late = new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer from the worker")), ms);
  });
  return Promise.race([promise, late]);
}
