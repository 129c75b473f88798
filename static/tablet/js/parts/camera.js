// The camera inside the page: nothing leaves for another program, so nothing can be killed meanwhile.

import { t } from "../words/index.js";
import { h } from "./dom.js";
import { overlay } from "./dialog.js";
import { button } from "./field.js";

const WANTED = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } } };

// Opens the camera; `took(file)` is called for each picture, as often as the person presses. Rejects where there is none.
export async function openCamera(took) {
  if (!navigator.mediaDevices?.getUserMedia) throw Object.assign(new Error("none"), { code: "none" });
  const stream = await navigator.mediaDevices.getUserMedia(WANTED);
  const video = h("video.viewfinder", { autoplay: true, playsinline: true, muted: true, srcObject: stream, "aria-label": t("photo.viewfinder") });
  video.muted = true;
  const count = h("p.count", { role: "status" });
  let taken = 0;
  const shutter = button(t("photo.shutter"), async () => {
    shutter.disabled = true;
    try {
      await took(await still(video));
      taken += 1;
      count.textContent = t("photo.taken", { n: taken });
    } finally {
      shutter.disabled = false;
      shutter.focus();
    }
  }, "primary.large");
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  const box = overlay(t("photo.camera"), h("div.camera", {}, video, h("div.row.camera-foot", {}, shutter, count)), { closed: stop });
  await video.play().catch(() => {});
  shutter.focus();
  return box;
}

async function still(video) {
  if (!video.videoWidth) await new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return new File([blob], `IMG_${stamp}.jpg`, { type: "image/jpeg" });
}
