// A note spoken into the tablet: recorded in the page, kept as it is.

import { byServer, stamp } from "../clock.js";
import { newId } from "../store/ids.js";
import { t } from "../words/index.js";
import { end } from "./camera.js";
import { h } from "./dom.js";
import { button } from "./field.js";

const KINDS = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg"];
const LONGEST_S = 300;
const SAVED_EACH = 4; // parts of a second

let running = null; // what listens now; a tablet has one microphone

// Ends the recording that runs and keeps it. Nothing listens once the button that would end it is out of sight.
export async function endRecording() {
  await running?.();
}

// A button that begins and ends a recording; `done(file, id)` gets it, `sofar(file, id)` every few seconds what was said.
export function recorder(done, sofar, failed) {
  let note = null, clock = 0;
  const shown = h("span.count", { role: "timer" });
  const press = button(t("audio.begin"), async () => {
    try {
      await (note ? endRecording() : begin());
    } catch (error) {
      failed(error);
    }
  }, "outline");

  async function begin() {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw Object.assign(new Error("none"), { code: "none" });
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    if (!press.isConnected) { end(stream); return; } // the screen was left while the person was asked for leave
    await endRecording();
    note = listen(stream, { heard, sofar, failed });
    running = note.stop;
    clock = setInterval(tick, 500);
    press.textContent = t("audio.end");
    press.classList.add("recording");
    tick();
  }

  function tick() {
    const seconds = Math.floor((Date.now() - note.begun) / 1000);
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST_S) endRecording();
  }

  async function heard(file, id, saving) {
    clearInterval(clock);
    running = note = null;
    press.textContent = t("audio.begin");
    press.classList.remove("recording");
    shown.textContent = "";
    await saving;
    await done(file, id);
  }

  return h("span.recorder", {}, press, shown);
}

// Listens until `stop()`, or until the microphone is taken away; `heard(file, id, saving)` then gets all that was said,
// and what is still being saved of it. `stop()` resolves when that is done.
function listen(stream, { heard, sofar, failed }) {
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  const machine = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: 24_000 });
  const id = newId(), begun = Date.now(), parts = [];
  let saving = null;
  const file = () => {
    const mime = machine.mimeType.split(";")[0] || "audio/webm";
    return new File(parts, `REC_${stamp(byServer(begun))}.${mime.endsWith("mp4") ? "m4a" : mime.split("/")[1]}`, { type: mime });
  };
  machine.ondataavailable = ({ data }) => {
    if (!data.size) return;
    parts.push(data);
    // one after the other: what is slow is left out, never written over what came later
    if (parts.length % SAVED_EACH === 0) saving ??= sofar(file(), id).catch(failed).finally(() => { saving = null; });
  };
  const kept = new Promise((resolve) => { machine.onstop = () => { end(stream); resolve(heard(file(), id, saving)); }; });
  machine.start(1000);
  return { begun, stop: () => { if (machine.state === "recording") machine.stop(); return kept; } };
}
