// Measurements: the licensed value beside the measured one, the difference while typing; the verdict is the server's.

import { verdicts } from "../store/records.js";
import { t } from "../words/index.js";
import { h, replace } from "../parts/dom.js";
import { askReason } from "../parts/dialog.js";
import { button, mark, note } from "../parts/field.js";
import { kept } from "../parts/form.js";
import { open } from "../parts/model.js";
import { readingText } from "../parts/record_text.js";
import { measureForm } from "./measure_form.js";
import { frame } from "./visit_frame.js";

export async function measure(ctx, [id, itemId]) {
  const model = await open(id);
  const item = model.items.find((one) => one.id === itemId) || null;
  const judged = await verdicts(id);
  const list = h("div");
  const draw = () => replace(list, readings(model, judged, draw));
  draw();
  const form = model.over || !model.started ? null : await measureForm(model, item, () => {
    draw();
    if (item) ctx.go(`/visit/${id}/check/${item.id}`);
    else ctx.refresh();
  });
  return {
    title: t("measure.title"),
    keep: form?.keep,
    node: frame(model, "measure", [form?.node, h("section", {}, h("h2", {}, t("measure.list")), list)]),
  };
}

function readings(model, judged, draw) {
  const rows = model.view.measurements;
  if (!rows.length) return note("info", h("p", {}, t("measure.none")));
  return h("ul.plain", {}, rows.map((row) => h("li.card", {}, h("p", {}, readingText(row, model.view.part)),
    h("div.row", {}, verdict(judged[row.seq]), model.over ? null : button(t("measure.withdraw"), () => withdraw(model, row, draw), "outline")))));
}

// Only the server's receipt brings a verdict; until then none is shown.
const TONES = { within: "good", out: "bad", review: "warn", not_judged: "neutral" };
const verdict = (said) => (said ? mark(TONES[said], t(`verdict.${said}`)) : mark("neutral", t("measure.no_verdict")));

async function withdraw(model, row, draw) {
  const reason = await askReason(t("measure.withdraw"), t("withdraw.why"));
  if (reason && (await kept(() => model.withdraw("measurement", row, reason)))) draw();
}
