// Earlier violations that stand: each must be looked at and closed, one way or the other, before the seal.

import { date, pick, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { field, mark, segmented } from "../parts/field.js";
import { kept } from "../parts/form.js";

export const STATES = ["mended", "standing", "unseen"];

export function earlierCard(model) {
  const rows = model.view.part.open_violations || [];
  if (!rows.length) return null;
  const open = rows.filter((row) => !model.closed[row.id]?.state).length;
  const badge = h("span", {}, count(open));
  return h("section.card", { id: "earlier" }, h("h2", {}, t("earlier.title"), " ", badge), h("p.soft", {}, t("earlier.hint")),
    rows.map((row) => one(model, row, () => {
      const left = rows.filter((other) => !model.closed[other.id]?.state).length;
      badge.replaceChildren(count(left));
    })));
}

const count = (open) => (open ? mark("warn", t("earlier.open", { n: open })) : mark("good", t("earlier.all")));

function one(model, row, changed) {
  const known = model.closed[row.id] || {};
  const note = field(t("earlier.note"), { value: known.note || "" });
  const save = (state) => kept(async () => { await model.close(row, state, note.input.value.trim()); changed(); });
  const states = segmented(t("earlier.state"), STATES.map((state) => [state, t(`earlier.${state}`), { mended: "good", standing: "bad" }[state]]), known.state, save, { hidden: false });
  note.input.addEventListener("change", () => { if (states.value()) save(states.value()); });
  for (const input of [note.input, ...states.querySelectorAll("input")]) input.disabled = model.over || !model.started;
  return h("div.earlier", {},
    h("h3", {}, pick(row, "citation")),
    h("p", { lang: "vi" }, row.facts),
    h("p.soft", {}, [row.visit, date(row.detected_on), row.place].filter(Boolean).join(" · ")),
    states, note);
}
