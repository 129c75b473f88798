/** The service worker: registered here, asked whether it has everything, and changed for a newer one never mid-edit. */

import { config } from "../config.js";
import { isLocked } from "../store/vault.js";

let registration = null;
let mine = false; // the change of worker was asked for in this tab
let late = false; // it came after this tab had gone on with the release before: the page loads again with the next tap

/** Register the worker; `onUpdate()` is called when a newer release waits. */
export async function register(onUpdate) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (mine || (late && isLocked())) window.location.reload();
    else if (late) onUpdate();
  });
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

/** Change to the waiting release by a tap. The page loads again. */
export function activate() {
  if (late && !registration?.waiting) window.location.reload();
  if (!registration?.waiting) return false;
  mine = true;
  registration.waiting.postMessage("activate");
  return true;
}

/**
 * Change to the waiting release at the start, before anything is open. Resolves with true when the page loads again,
 * with false when none waits or the worker before it is still busy after `patience` ms: nobody waits before a blank page.
 */
export async function activateAtStart(patience = 4000) {
  if (!activate()) return false;
  const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true }));
  const tired = new Promise((resolve) => setTimeout(() => resolve(false), patience));
  if (await Promise.race([changed, tired])) return true;
  [mine, late] = [false, true];
  return false;
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
