// A finding: what was seen, by which clause, when, where; for radio one line per frequency per place.

import { megahertz, number, pick, t, today, typed } from "../words/index.js";
import { h, replace } from "../parts/dom.js";
import { evidenceBox } from "../parts/evidence.js";
import { button, field, formCard, note, segmented, submit, tick } from "../parts/field.js";
import { Form, kept } from "../parts/form.js";
import { clauses, codeFor, ruleOf, violationsOf } from "../parts/law.js";
import { stateOf } from "../parts/lacks.js";
import { open, placeOf } from "../parts/model.js";
import { positionField } from "../parts/position_field.js";
import { faultsOf, payloadOf, PER_FREQUENCY, valuesOf } from "./finding_values.js";
import { frame } from "./visit_frame.js";

export async function finding(ctx, [id, itemId, findingId]) {
  const model = await open(id);
  const item = model.items.find((one) => one.id === itemId) || null;
  const known = model.view.findings.find((row) => row.id === findingId) || null;
  const rules = item ? violationsOf(item, model.law) : model.law.violations;
  const reading = model.view.measurements.findLast((row) => row.item === itemId && row.quantity === "frequency");
  const form = await Form.open(`finding:${id}:${itemId}:${findingId || "new"}`, valuesOf(known, { part: model.view.part, place: placeOf(model.view.part), rules, reading }));
  const rule = () => ruleOf(rules, form.values.violation);
  const { which, law, radio } = chosenRule(form, rules, rule, model);
  const tied = (name, word, more) => form.tie(name, field(t(word), { value: form.values[name] ?? "", ...more }));

  async function save() {
    if (!form.show(faultsOf(form.values, rule()))) return;
    const saved = await form.save(async () => {
      if (item && stateOf(item, model.view).answer?.choice !== "fail") await model.answer(item, { choice: "fail" });
      await model.finding(payloadOf(form.values, { item, violation: codeFor(item, rule()) }), known);
    });
    if (saved) ctx.go(item ? `/visit/${id}/check/${item.id}` : `/visit/${id}/check`);
  }

  return {
    title: t(known ? "finding.change_title" : "finding.title"),
    keep: () => form.keep(),
    node: frame(model, "check", [
      form.restored ? note("info", h("p", {}, t("form.restored"))) : null,
      form.summary,
      formCard(".grid", save,
        item ? h("p.wide", {}, h("span.code", {}, item.code), " ", pick(item, "text")) : null,
        which, h("div.wide", {}, law),
        tied("facts", "finding.facts", { as: "textarea", rows: 4, required: true, hint: t("finding.facts_hint"), wide: true }),
        times(form, tied),
        tied("place", "finding.place", { required: true }),
        h("div.wide", {}, radio), h("div.wide", {}, whereField(form, model.view.part)),
        h("div.wide", {}, h("h3", {}, t("check.evidence")), evidenceBox(id, item ? stateOf(item, model.view).evidence : [], async () => ({ ...(item ? { item: item.id } : {}), finding: form.values.id }),
          { before: () => form.keep() })),
        h("div.row.wide.actions", {}, submit(t("finding.save")),
          button(t("cancel"), async () => { await kept(() => form.drop(), ""); ctx.go(`/visit/${id}/check/${itemId}`); }, "outline"))),
    ]),
  };
}

// Which violation it is; its clause, and for radio what is compared with the license, come with the choice.
function chosenRule(form, rules, rule, model) {
  const radio = h("div");
  const law = h("div");
  const draw = () => {
    replace(law, rule() ? clauses([rule()], model.payer) : null);
    replace(radio, rule() && PER_FREQUENCY.includes(rule().counting) || rule()?.power_series ? radioFields(form, model.view.part, rule()) : null);
  };
  const which = form.tie("violation", field(t("finding.violation"), {
    as: "select", required: true, value: form.values.violation, wide: true,
    options: [["", t("choose")], ...rules.map((row) => [row.code, `${pick(row, "citation")}: ${pick(row, "title")}`])],
  }));
  which.input.addEventListener("change", draw);
  draw();
  return { which, law, radio };
}

function times(form, tied) {
  const ended = tied("act_ended_on", "finding.ended_on", { type: "date", max: today() });
  const going = tick(t("finding.continuing"), form.values.continuing, (on) => { form.set("continuing", on); ended.hidden = on; });
  ended.hidden = form.values.continuing;
  return [
    tied("act_started_on", "finding.started_on", { type: "date", required: true, max: today() }),
    h("div", {}, going, ended),
    tied("detected_on", "finding.detected_on", { type: "date", required: true, max: today() }),
    tied("detected_time", "finding.detected_at", { type: "time" }),
    tied("act_time", "finding.act_time", { hint: t("finding.act_time_hint") }),
  ];
}

const whereField = (form, part) => positionField(t("position.title"), form.values.lat ? { lat: form.values.lat, lon: form.values.lon } : null, part, (now) => {
  form.set("lat", now.lat);
  form.set("lon", now.lon);
});

function radioFields(form, part, rule) {
  const rows = part.stations.flatMap((station) => station.assignments.map((row) => ({ ...row, station })));
  const tied = (name, word, more) => form.tie(name, field(t(word), { value: form.values[name] ?? "", inputmode: "decimal", ...more }));
  const assignment = rows.length ? form.tie("assignment", field(t("finding.assignment"), {
    as: "select", value: form.values.assignment || "", options: [["", t("finding.no_assignment")], ...rows.map((row) => [row.id, `${megahertz(row.tx_hz)} · ${row.power_w ? `${number(row.power_w)} W · ` : ""}${row.license?.number || ""}`])],
  })) : null;
  assignment?.input.addEventListener("change", () => {
    const row = rows.find((one) => one.id === assignment.input.value);
    form.set("station", row?.station.id || "");
    if (row?.power_w) form.put("licensed_power_w", typed(row.power_w));
  });
  return h("div.grid", {}, h("h3.wide", {}, t("finding.radio")),
    tied("tx_mhz", "finding.tx_mhz", { required: PER_FREQUENCY.includes(rule.counting), hint: t("finding.tx_hint") }), assignment,
    h("div.wide", {}, segmented(t("finding.deviation"), ["frequency", "power", "both"].map((one) => [one, t(`deviation.${one}`)]), form.values.deviation, (value) => form.set("deviation", value), { hidden: false })),
    tied("licensed_power_w", "finding.licensed_power", {}), tied("measured_power_w", "finding.measured_power", {}),
    rule.power_series ? [
      h("div.wide", {}, form.tie("power_basis", segmented(t("finding.basis"), ["licensed", "measured"].map((one) => [one, t(`basis.${one}`)]), form.values.power_basis, (value) => form.set("power_basis", value), { hidden: false, required: true }))),
      tied("power_basis_reason", "finding.basis_reason", { as: "textarea", rows: 2, required: true, wide: true, inputmode: "text" }),
    ] : null);
}

