// Rectangles drawn on a picture, written as lines "left top width height" (per cent) into a text field; the field is the
// truth: whoever cannot point types there.
const box = document.querySelector("[data-areas]");
const field = document.querySelector("[data-areas-target]");

function lines() {
  return field.value.split("\n").map((line) => line.trim()).filter(Boolean);
}

function draw() {
  box.querySelectorAll("span").forEach((old) => old.remove());
  for (const line of lines()) {
    const [left, top, width, height] = line.split(/[\s;]+/).map((part) => Number(part.replace(",", ".")));
    if ([left, top, width, height].some((value) => !Number.isFinite(value))) continue;
    const area = document.createElement("span");
    Object.assign(area.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    box.append(area);
  }
}

function at(event) {
  const frame = box.getBoundingClientRect();
  const share = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
  return [share(event.clientX - frame.left, frame.width), share(event.clientY - frame.top, frame.height)];
}

if (box && field) {
  let from = null;
  box.addEventListener("pointerdown", (event) => {
    from = at(event);
    box.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  box.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = at(event);
    const left = Math.min(from[0], to[0]), top = Math.min(from[1], to[1]);
    const width = Math.abs(to[0] - from[0]), height = Math.abs(to[1] - from[1]);
    from = null;
    if (width < 1 || height < 1) return;
    field.value = [...lines(), [left, top, width, height].map((value) => value.toFixed(1)).join(" ")].join("\n");
    draw();
  });
  field.addEventListener("input", draw);
  draw();
}
