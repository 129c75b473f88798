// A note spoken into the tablet: recorded in the page, kept as it is.

import { t } from "../words/index.js";
import { h } from "./dom.js";
import { button } from "./field.js";

const KINDS = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg"];
export const LONGEST_S = 300;

// A button that begins and ends a recording; `done(file)` gets it.
export function recorder(done, failed) {
  let machine = null, begun = 0, clock = 0;
  const shown = h("span.count", { role: "timer" });
  const press = button(t("audio.begin"), async () => {
    if (machine) { machine.stop(); return; }
    try {
      await begin();
    } catch (error) {
      failed(error);
    }
  }, "outline");

  async function begin() {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw Object.assign(new Error("none"), { code: "none" });
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const parts = [];
    machine = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: 24_000 });
    machine.ondataavailable = ({ data }) => { if (data.size) parts.push(data); };
    machine.onstop = () => ended(stream, parts);
    machine.start(1000);
    begun = Date.now();
    clock = setInterval(tick, 500);
    press.textContent = t("audio.end");
    press.classList.add("recording");
    tick();
  }

  function tick() {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST_S) machine?.stop();
  }

  function ended(stream, parts) {
    clearInterval(clock);
    stream.getTracks().forEach((track) => track.stop());
    const mime = machine.mimeType.split(";")[0] || "audio/webm";
    machine = null;
    press.textContent = t("audio.begin");
    press.classList.remove("recording");
    shown.textContent = "";
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    done(new File(parts, `REC_${stamp}.${mime.endsWith("mp4") ? "m4a" : mime.split("/")[1]}`, { type: mime }));
  }

  return h("span.recorder", {}, press, shown);
}
