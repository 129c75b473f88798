// Violations found here before: what became of each is recorded with what was seen, before the seal.

import * as drafts from "../store/drafts.js";
import { date, pick, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { evidenceBox } from "../parts/evidence.js";
import { field, mark, note, segmented } from "../parts/field.js";
import { kept } from "../parts/form.js";

const TONES = { remedied: "good", not_remedied: "bad", not_checked: "" };
// What an application of before protocol 2 kept as a draft only.
const OLD = { mended: "remedied", standing: "not_remedied", unseen: "not_checked" };

export async function earlierCard(model) {
  const { open_violations: rows = [], violations_elsewhere: elsewhere = 0 } = model.view.part;
  if (!rows.length && !elsewhere) return null;
  const begun = (await drafts.get(`earlier:${model.id}`).catch(() => null)) || {};
  const badge = h("span");
  const count = () => {
    const open = rows.filter((row) => !model.checkOf(row.id)).length;
    badge.replaceChildren(open ? mark("warn", t("earlier.open", { n: open })) : mark("good", t("earlier.all")));
  };
  count();
  return h("section.card", { id: "earlier" }, h("h2", {}, t("earlier.title"), " ", rows.length ? badge : null),
    rows.length ? h("p.soft", {}, t("earlier.hint")) : null,
    rows.map((row) => one(model, row, begun, count)),
    elsewhere ? note("info", h("p", {}, t("earlier.elsewhere", { n: elsewhere }))) : null);
}

function one(model, row, begun, changed) {
  const known = model.checkOf(row.id) || typed(begun[row.id]);
  const facts = field(t("earlier.facts"), { as: "textarea", rows: 2, value: known.facts || "", required: true, hint: t("earlier.facts_hint") });
  const states = segmented(t("earlier.state"), Object.entries(TONES).map(([name, tone]) => [name, t(`earlier.${name}`), tone]), known.result, () => save(), { hidden: false });
  // Both are needed; half of it is kept as a draft, so that nothing typed is lost.
  const save = () => kept(async () => {
    const said = { result: states.value(), facts: facts.input.value.trim() };
    begun[row.id] = said;
    await drafts.put(`earlier:${model.id}`, begun);
    facts.fault(said.result && !said.facts ? t("fault.earlier") : "");
    if (!said.result || !said.facts) return;
    await model.close(row.id, said);
    changed();
  });
  facts.input.addEventListener("change", save);
  const locked = model.over || !model.started;
  for (const input of [facts.input, ...states.querySelectorAll("input")]) input.disabled = locked;
  const files = model.view.evidence.filter((file) => file.earlier === row.id);
  return h("div.earlier", { data: { earlier: row.id } },
    h("h3", {}, pick(row, "citation")),
    h("p", { lang: "vi" }, row.facts),
    h("p.soft", {}, [row.visit, date(row.detected_on), row.place].filter(Boolean).join(" · ")),
    states, facts, locked ? null : evidenceBox(model.id, files, async () => ({ earlier: row.id })));
}

const typed = (draft) => (draft ? { result: draft.result || OLD[draft.state] || "", facts: draft.facts || draft.note || "" } : {});
