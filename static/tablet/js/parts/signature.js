// A signature drawn with finger or pen; a drawing is no digital signature, it is kept as a picture.

import { t } from "../words/index.js";
import { h } from "./dom.js";
import { button } from "./field.js";

const WIDTH = 900, HEIGHT = 300;

// `strokes` is what was drawn before (lines of whole numbers, x and y in turn); `changed(strokes)` is told after each line.
export function signaturePad(label, strokes = [], changed = () => {}) {
  const canvas = h("canvas.pad", { width: WIDTH, height: HEIGHT, role: "img", "aria-label": label, tabindex: "0" });
  const pen = canvas.getContext("2d");
  const drawn = strokes.map((line) => [...line]);
  let line = null;
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#0b1f3a" });
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height].map(Math.round);
  };
  const trace = (points) => {
    pen.beginPath();
    pen.moveTo(points[0], points[1]);
    for (let n = 2; n < points.length; n += 2) pen.lineTo(points[n], points[n + 1]);
    pen.stroke();
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    line = at(event);
    drawn.push(line);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!line) return;
    line.push(...at(event));
    trace(line.slice(-4));
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { line = null; changed(drawn); });
  const clear = () => { pen.clearRect(0, 0, WIDTH, HEIGHT); drawn.length = 0; changed(drawn); };
  for (const points of drawn) trace(points);
  return Object.assign(h("div.signature", {}, h("p.label", {}, label), canvas, button(t("sign.clear"), clear, "outline")), {
    drawn: () => drawn.reduce((sum, points) => sum + points.length / 2 - 1, 0) > 3,
    // PNG on white, for paper is white
    picture: async () => {
      const paper = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
      const sheet = paper.getContext("2d");
      sheet.fillStyle = "#fff";
      sheet.fillRect(0, 0, WIDTH, HEIGHT);
      sheet.drawImage(canvas, 0, 0);
      return (await new Promise((done) => paper.toBlob(done, "image/png"))).arrayBuffer();
    },
  });
}
