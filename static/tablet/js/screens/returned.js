// A visit that the chief gave back: the note, why it is amended, and, when all is done, submitting it again.

import { cleared } from "../store/returned.js";
import { moment, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { reasonTyped, typeReason } from "../parts/amending.js";
import { ask } from "../parts/dialog.js";
import { button, field, note, officePage } from "../parts/field.js";
import { kept } from "../parts/form.js";

export async function returnedCard(model) {
  const { returned } = model.view;
  if (!returned) return null;
  const why = field(t("returned.why"), { as: "textarea", rows: 2, value: await reasonTyped(model.id), hint: t("returned.why_hint") });
  why.input.addEventListener("change", () => kept(() => typeReason(model.id, why.input.value.trim())));
  return h("section.card", { id: "returned" }, h("h2", {}, t("returned.title")),
    note("warn", said(returned)),
    h("p", {}, t("returned.hint")), why);
}

const said = ({ reason, by, at }) => [h("p", {}, h("strong", { lang: "vi" }, reason)), h("p.soft", {}, [by, moment(at)].filter(Boolean).join(" · "))];

// Those given back after this tablet had cleared them: nothing here could be amended as a whole.
export const clearedNotes = async () => (await cleared()).map((one) => note("warn", h("h2", {}, t("returned.cleared", { number: one.number })), said(one),
  h("p", {}, t("returned.in_office")), navigator.onLine ? officePage(one.visit, t("returned.page")) : null));

export function submitAgain(ctx, model) {
  return button(t("returned.submit"), async () => {
    const said = field(t("returned.what"), { as: "textarea", rows: 3, required: true });
    if ((await ask(t("returned.submit"), said, [["yes", t("returned.submit"), "primary"]])) !== "yes") return;
    if (!said.input.value.trim()) { ctx.alarm(t("fault.reason")); return; }
    if (await kept(() => model.resubmit(said.input.value.trim()))) ctx.go(`/visit/${model.id}/sealed`);
  }, "primary.large");
}
