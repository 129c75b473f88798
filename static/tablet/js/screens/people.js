// People present: first the record is shown to them, then each signs, refuses, is absent or unable.

import { t } from "../words/index.js";
import { askReason } from "../parts/dialog.js";
import { h } from "../parts/dom.js";
import { card, settled } from "../parts/evidence.js";
import { button, link, mark, note } from "../parts/field.js";
import { kept } from "../parts/form.js";
import { signedLast } from "../parts/lacks.js";
import { open } from "../parts/model.js";
import { textOf } from "./copy.js";
import { offerAgain, personForm } from "./person_form.js";
import { frame } from "./visit_frame.js";

export async function people(ctx, [id]) {
  await settled();
  const model = await open(id);
  const again = Boolean(model.view.returned);
  const locked = model.over || !model.started;
  const ready = Boolean(model.view.concluded);
  const shown = model.view.shown && !model.view.shown.stale;
  const text = shown ? model.view.shown.text : await textOf(model);
  const form = locked || !shown ? null : await personForm(model, ctx);
  return {
    title: t("people.title"),
    keep: form?.keep,
    node: frame(model, "people", [
      again ? note("info", h("p", {}, t("returned.people"))) : null,
      ready || locked ? null : note("warn", h("p", {}, t("people.outcome_first"), " ", link(t("step.outcome"), `/visit/${id}/outcome`))),
      show(ctx, model, text, shown, locked || !ready),
      form?.node,
      h("section", {}, h("h2", {}, t("people.present")), list(model, ctx)),
      shown && model.view.attendance.length && !locked ? link(t(again ? "returned.next" : "people.next"), `/visit/${id}/review`, "button.primary.large") : null,
    ]),
  };
}

function show(ctx, model, text, shown, locked) {
  return h("section.card", {}, h("h2", {}, t("show.title"), " ", shown ? mark("good", t("show.done")) : model.view.shown ? mark("warn", t("show.changed")) : null),
    h("p.soft", {}, t("show.hint")),
    h("pre.record", { lang: "vi", tabindex: "0", "aria-label": t("show.title") }, text),
    h("div.row", {},
      shown || locked ? null : button(t("show.confirm"), async () => { if (await kept(() => model.shown(text))) ctx.refresh(); }, "primary"),
      link(t("copy.title"), `/visit/${model.id}/copy`, "button.outline")));
}

function list(model, ctx) {
  const rows = model.view.attendance;
  if (!rows.length) return note("info", h("p", {}, t("people.none")));
  const tones = { signed: "good", refused: "bad", absent: "neutral", unable: "warn" };
  return h("ul.plain", {}, rows.map((row) => h("li.card", {},
    h("p", {}, h("strong", {}, row.person), " · ", t(`capacity.${row.capacity}`), row.post ? ` · ${row.post}` : "", " ", mark(tones[row.signing], t(`signing.${row.signing}`)),
      row.signing === "signed" && !signedLast(model.view, row) ? [" ", mark("warn", t("people.signed_before"))] : null),
    row.reason ? h("p", {}, `${t("people.reason")}: ${row.reason}`) : null,
    row.no_witness_reason ? h("p", {}, `${t("people.no_witness")}: ${row.no_witness_reason}`) : null,
    row.statement ? h("p", {}, `${t("people.statement")}: ${row.statement}`) : null,
    h("ul.evidence-list", {}, model.view.evidence.filter((one) => one.attendance === row.id).map((one) => card(one))),
    model.over ? null : button(t("people.withdraw"), () => withdraw(model, row, ctx), "outline"))));
}

async function withdraw(model, row, ctx) {
  const reason = await askReason(t("people.withdraw"), t("withdraw.why"));
  if (!reason) return;
  const drawn = model.view.evidence.filter((one) => one.attendance === row.id);
  const done = await kept(async () => {
    for (const one of drawn) await model.withdraw("evidence", one, reason);
    await model.withdraw("attendance", row, reason);
  });
  if (!done) return;
  await offerAgain(model, row);
  ctx.refresh();
}
