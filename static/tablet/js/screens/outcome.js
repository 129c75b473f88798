// What the visit came to: the outcome, the report, the party's own words; earlier violations closed.

import { t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { field, formCard, note, segmented, submit } from "../parts/field.js";
import { Form } from "../parts/form.js";
import { open } from "../parts/model.js";
import { earlierCard } from "./earlier.js";
import { frame } from "./visit_frame.js";

export async function outcome(ctx, [id]) {
  const model = await open(id);
  const { part, concluded, findings } = model.view;
  const known = { outcome: concluded?.outcome || part.outcome || "", report: concluded?.report ?? part.report ?? "", party_statement: concluded?.party_statement ?? part.party_statement ?? "" };
  const form = await Form.open(`outcome:${id}`, known);
  const locked = model.over || !model.started;
  const choices = form.tie("outcome", segmented(t("people.outcome"), ["lawful", "violation", "both", "unclear"].map((one) => [one, t(`outcome.${one}`), { lawful: "good", violation: "bad", both: "bad" }[one]]),
    form.values.outcome, (value) => form.set("outcome", value), { hidden: false, required: true }));
  const tied = (name, word, more) => form.tie(name, field(t(word), { as: "textarea", rows: 4, value: form.values[name], wide: true, disabled: locked, ...more }));

  async function save() {
    const faults = {};
    if (!form.values.outcome) faults.outcome = t("fault.outcome");
    else if (form.values.outcome === "lawful" && findings.length) faults.outcome = t("lack.has_finding");
    else if (["violation", "both"].includes(form.values.outcome) && !findings.length) faults.outcome = t("lack.no_finding");
    if (!form.show(faults)) return;
    if (await form.save(() => model.conclude({ outcome: form.values.outcome, report: form.values.report.trim(), party_statement: form.values.party_statement.trim() }))) ctx.go(`/visit/${id}/people`);
  }

  return {
    title: t("outcome.title"),
    node: frame(model, "outcome", [
      await earlierCard(model),
      findings.length ? note("info", h("p", {}, t("outcome.findings", { n: findings.length }))) : null,
      form.summary,
      formCard(".grid.stacked", save,
        h("div.wide.tall", {}, choices), tied("report", "people.report", { hint: t("outcome.report_hint") }), tied("party_statement", "people.statement", { hint: t("outcome.statement_hint") }),
        locked ? null : h("div.row.wide.actions", {}, submit(t("outcome.save")))),
    ]),
  };
}
