// Reads QR codes from a picture of the camera: by the browser where it can, else by jsQR.

import { config } from "../config.js";
import { script } from "./script.js";

const LARGEST = 800; // pixels of the longer side: enough for a code that fills a quarter of the picture

// Resolves to a function that takes a video and resolves to the text of the code in it, "" when there is none.
export async function qrReader() {
  if ((await window.BarcodeDetector?.getSupportedFormats())?.includes("qr_code")) {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue || ""; // a frame not ready yet
  }
  await script(config.qr);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, LARGEST / Math.max(video.videoWidth, video.videoHeight));
    Object.assign(canvas, { width: Math.round(video.videoWidth * scale), height: Math.round(video.videoHeight * scale) });
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || "";
  };
}
