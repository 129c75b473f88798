// A signature drawn with finger or pen; a drawing is no digital signature, it is kept as a picture.

import { t } from "../words/index.js";
import { h } from "./dom.js";
import { button } from "./field.js";

const WIDTH = 900, HEIGHT = 300;

export function signaturePad(label) {
  const canvas = h("canvas.pad", { width: WIDTH, height: HEIGHT, role: "img", "aria-label": label, tabindex: "0" });
  const pen = canvas.getContext("2d");
  let down = false, strokes = 0;
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#0b1f3a" });
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    down = true;
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down) return;
    pen.lineTo(...at(event));
    pen.stroke();
    strokes += 1;
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { down = false; });
  const clear = () => { pen.clearRect(0, 0, WIDTH, HEIGHT); strokes = 0; };
  return Object.assign(h("div.signature", {}, h("p.label", {}, label), canvas, button(t("sign.clear"), clear, "outline")), {
    drawn: () => strokes > 3,
    clear,
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
