// The camera inside the page: nothing leaves for another program, so nothing can be killed meanwhile.

import { now, stamp } from "../clock.js";
import { t } from "../words/index.js";
import { h } from "./dom.js";
import { overlay } from "./dialog.js";
import { button } from "./field.js";

export const REAR = { facingMode: { ideal: "environment" } };
const LARGE = { ...REAR, width: { ideal: 2560 }, height: { ideal: 1920 } };

// Resolves to the stream of the camera; rejects where there is none or it is refused (`NotAllowedError`).
export async function viewOf(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw Object.assign(new Error("none"), { code: "none" });
  return navigator.mediaDevices.getUserMedia({ audio: false, video });
}

export function viewfinder(stream, label) {
  const video = h("video.viewfinder", { autoplay: true, playsinline: true, muted: true, srcObject: stream, "aria-label": label });
  video.muted = true;
  return video;
}

export const end = (stream) => stream.getTracks().forEach((track) => track.stop());

// Opens the camera; `took(file)` is called for each picture, as often as the person presses. Rejects where there is none.
export async function openCamera(took) {
  const stream = await viewOf(LARGE);
  const video = viewfinder(stream, t("photo.viewfinder"));
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
  const box = overlay(t("photo.camera"), h("div.camera", {}, video, h("div.row.camera-foot", {}, shutter, count)), { closed: () => end(stream) });
  await video.play().catch(() => {});
  shutter.focus();
  return box;
}

async function still(video) {
  if (!video.videoWidth) await new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  return new File([blob], `IMG_${stamp(now())}.jpg`, { type: "image/jpeg" });
}
