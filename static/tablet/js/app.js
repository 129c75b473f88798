/** Starts the application: worker, storage, sending, then the screens. */

import { deviceKey } from "./store/device.js";
import { persist } from "./store/state.js";
import { isLocked } from "./store/vault.js";
import * as engine from "./sync/engine.js";
import { activate, activateAtStart, look, register } from "./sync/release.js";

const LOOK_MS = 30 * 60_000;

async function boot() {
  const tell = () => window.dispatchEvent(new CustomEvent("tablet:update"));
  await register(tell).catch(() => undefined); // without a worker the application still records and sends
  if (isLocked() && (await activateAtStart())) return; // the next start of a new release; the page loads again
  await deviceKey();
  persist();
  engine.start();
  look();
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  const { start } = await import("./screens/app.js");
  start(document.getElementById("app"), { update: activate });
}

boot();
