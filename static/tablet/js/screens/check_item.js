// One item of the checklist: the question, its law, the three answers, and what a fail asks for.

import { date, language, pick, t } from "../words/index.js";
import { h, replace } from "../parts/dom.js";
import { askReason } from "../parts/dialog.js";
import { evidenceBox } from "../parts/evidence.js";
import { button, field, fold, link, mark, segmented } from "../parts/field.js";
import { kept } from "../parts/form.js";
import { lawOf, ruleOf, violationsOf } from "../parts/law.js";
import { isStated, missingOf, stateOf } from "../parts/lacks.js";
import { readingText } from "../parts/record_text.js";

const CHOICES = [["pass", "good"], ["fail", "bad"], ["not_applicable", ""]];

export function itemCard(ctx, model, item, changed) {
  const locked = model.over || !model.started;
  const more = h("div.more");
  const state = () => stateOf(item, model.view);
  const guidance = pick(item, "guidance");
  const choices = segmented(pick(item, "text"), CHOICES.map(([value, tone]) => [value, t(`choice.${value}`), tone]), state().answer?.choice || "",
    (value) => answer(value), { name: `item-${item.code}` });
  if (locked) for (const input of choices.querySelectorAll("input")) input.disabled = true;

  async function answer(choice) {
    const before = state();
    if (choice !== "fail" && before.findings.length && !(await withdrawn(model, before))) {
      choices.choose(before.answer?.choice || "");
      return;
    }
    if (!(await kept(() => model.answer(item, { choice })))) choices.choose(before.answer?.choice || "");
    draw();
    changed();
  }

  function draw() {
    const now = state();
    replace(more,
      item.answer_type === "measured" || item.evidence_required.includes("measurement") ? readings(model, item, now) : null,
      now.answer?.choice === "fail" ? failed(ctx, model, item, now, { draw, changed, locked }) : null,
      now.answer ? noteField(model, item, now, locked) : null);
  }
  draw();
  return h("section.card.item", { id: `item-${item.id}`, "aria-label": `${item.code} ${pick(item, "text")}` },
    h("h3", {}, h("span.code", {}, item.code), " ", pick(item, "text")),
    guidance ? h("p.soft", {}, guidance) : null,
    lawOf(item, model.law, model.payer), choices, more);
}

// A finding stands under the item: it goes first, with a reason, or the answer stays.
async function withdrawn(model, state) {
  const text = t("check.withdraw_text", { n: state.findings.length });
  const reason = await askReason(t("check.withdraw_title"), t("check.withdraw_why"), { text, does: t("check.withdraw"), rows: 3 });
  if (!reason) return false;
  return kept(async () => { for (const row of state.findings) await model.withdraw("finding", row, reason); });
}

function readings(model, item, now) {
  return h("div.readings", {},
    now.measurements.length ? h("ul", {}, now.measurements.map((row) => h("li", {}, readingText(row, model.view.part)))) : null,
    model.over ? null : link(t("measure.add"), `/visit/${model.id}/measure/${item.id}`, "button.outline"));
}

function failed(ctx, model, item, now, { draw, changed, locked }) {
  const missing = new Set(missingOf(now, isStated(model.view)));
  const photos = evidenceBox(model.id, now.evidence, async () => ({ item: item.id, ...(now.findings[0] ? { finding: now.findings[0].id } : {}) }), {
    after: (row) => { model.view.evidence = [...model.view.evidence, row]; demands.replaceWith(demands = demandList(item, model, stateOf(item, model.view))); changed(); },
  });
  let demands = demandList(item, model, now);
  const chargeable = violationsOf(item, model.law).length > 0;
  const why = field(t("check.no_finding"), { as: "textarea", rows: 2, value: now.answer.no_finding_reason || "", hint: t("check.no_finding_hint"), disabled: locked });
  why.input.addEventListener("change", async () => {
    await kept(() => model.answer(item, { no_finding_reason: why.input.value.trim() }));
    changed();
  });
  return h("div.failed", {},
    h("h4", {}, t("check.findings")),
    now.findings.map((row) => found(model, row, item, draw, changed, locked)),
    missing.has("finding") ? h("p.asked", {}, t(chargeable ? "lack.finding" : "check.no_violation")) : null,
    locked || !chargeable ? null : link(now.findings.length ? t("finding.another") : t("finding.add"), `/visit/${model.id}/finding/${item.id}`, now.findings.length ? "button.outline" : "button.primary"),
    demands,
    h("h4", {}, t("check.evidence")), locked ? h("ul.evidence-list", {}, photos.querySelectorAll("li")) : photos,
    h("div.no-finding", {}, chargeable ? fold(t("check.no_finding_fold"), why) : why));
}

function demandList(item, model, now) {
  if (!now.findings.length || !item.evidence_required.length) return h("div");
  const missing = new Set(missingOf(now, isStated(model.view)));
  return h("ul.demands", { "aria-label": t("check.demands") }, item.evidence_required.map((proof) => h("li", {},
    missing.has(proof) ? mark("warn", t("check.needed", { what: t(`proof.${proof}`) })) : mark("good", t("check.there", { what: t(`proof.${proof}`) })))));
}

function found(model, row, item, draw, changed, locked) {
  const rule = ruleOf(model.law.violations, row.violation);
  return h("div.finding", {},
    h("p", {}, h("strong", {}, pick(rule, "citation") || row.violation || "")), h("p", { lang: "vi" }, row.facts),
    h("p.soft", {}, `${row.place} · ${date(row.act_started_on)} – ${row.act_ended_on ? date(row.act_ended_on) : t("finding.continuing_now")}`),
    locked ? null : h("div.row", {}, link(t("change"), `/visit/${model.id}/finding/${item.id}/${row.id}`, "button.outline"),
      button(t("check.withdraw"), async () => { if (await withdrawn(model, { findings: [row] })) { draw(); changed(); } }, "outline")));
}

function noteField(model, item, now, locked) {
  const box = field(t("check.note"), { as: "textarea", rows: 2, value: now.answer.note || "", disabled: locked, lang: language() === "vi" ? "vi" : null });
  box.input.addEventListener("change", () => kept(() => model.answer(item, { note: box.input.value.trim() })));
  return now.answer.note ? box : fold(t("check.note_fold"), box);
}
