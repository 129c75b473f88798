// People present: first the record is shown to them, then each signs, refuses, is absent or unable.

import * as drafts from "../store/drafts.js";
import { keep } from "../store/files.js";
import { newId } from "../store/records.js";
import { t } from "../words/index.js";
import { amendment } from "../parts/amending.js";
import { askReason } from "../parts/dialog.js";
import { h, replace } from "../parts/dom.js";
import { card, settled } from "../parts/evidence.js";
import { button, field, link, mark, note, segmented } from "../parts/field.js";
import { Form, kept } from "../parts/form.js";
import { PARTY, signedLast } from "../parts/lacks.js";
import { open } from "../parts/model.js";
import { signaturePad } from "../parts/signature.js";
import { clean } from "../parts/payload.js";
import { textOf } from "./copy.js";
import { frame } from "./visit_frame.js";

const BLANK = { person: "", capacity: "party", signing: "", reason: "", no_witness_reason: "", post: "", identity_number: "", statement: "", strokes: [] };

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

// Whoever signs anew need not be typed anew; what somebody has begun to type goes before.
async function offerAgain(model, { person, capacity, post = "", identity_number = "" }) {
  if (await drafts.get(draftOf(model)).catch(() => null)) return;
  await drafts.put(draftOf(model), { ...BLANK, person, capacity, post, identity_number }).catch(() => null);
}

async function personForm(model, ctx) {
  const { party } = model.view.part;
  const first = !model.view.attendance.length;
  const form = await Form.open(draftOf(model), { ...BLANK, person: first ? party?.representative || party?.name || "" : "", capacity: first ? (party?.representative ? "representative" : "party") : "witness", post: first ? party?.representative_title || "" : "" });
  const { values } = form;
  const rest = h("div.grid.wide");
  const pad = signaturePad(t("sign.label"), values.strokes, (strokes) => form.set("strokes", strokes));
  const tied = (name, word, more) => form.tie(name, field(t(word), { value: values[name], ...more }));
  const draw = () => {
    const party_ = PARTY.includes(values.capacity);
    replace(rest,
      values.signing && values.signing !== "signed" ? tied("reason", "people.reason", { as: "textarea", rows: 2, required: true, wide: true }) : null,
      values.signing && values.signing !== "signed" && party_ ? tied("no_witness_reason", "people.no_witness", { as: "textarea", rows: 2, hint: t("people.witness_hint"), wide: true }) : null,
      values.signing === "signed" ? h("div.wide", {}, pad) : null);
  };
  const capacity = form.tie("capacity", field(t("people.capacity"), { as: "select", value: values.capacity, options: ["party", "representative", "staff", "witness", "commune", "interpreter", "injured"].map((one) => [one, t(`capacity.${one}`)]) }));
  capacity.input.addEventListener("change", draw);
  const signing = form.tie("signing", segmented(t("people.signing"), [["signed", "good"], ["refused", "bad"], ["absent", ""], ["unable", ""]].map(([one, tone]) => [one, t(`signing.${one}`), tone]), values.signing,
    (value) => { form.set("signing", value); draw(); }, { hidden: false, required: true }));
  draw();

  async function save() {
    const faults = {};
    if (!values.person.trim()) faults.person = t("fault.person");
    if (!values.signing) faults.signing = t("fault.signing");
    else if (values.signing !== "signed" && !values.reason.trim()) faults.reason = t("fault.reason");
    if (!form.show(faults)) return;
    const picture = values.signing === "signed" && pad.drawn() ? await pad.picture() : null;
    const done = await form.save(async () => {
      const { strokes: _drawn, ...said } = trimmed(values); // a drawing goes as a picture
      const row = await model.attend(clean({ ...said, shown_sha256: values.signing === "absent" ? "" : model.view.shown.sha256, ...(values.signing === "signed" ? { reason: "", no_witness_reason: "" } : {}) }));
      if (picture) await keep(model.id, { id: newId(), kind: "signature", attendance: row.id, working: picture, original: null, mime: "image/png", fileName: `${row.id}.png`, takenAt: new Date().toISOString(), position: null, caption: row.person, ...(await amendment(model.id)) });
    });
    if (done) ctx.refresh();
  }

  return {
    keep: () => form.keep(),
    node: h("section", {}, form.summary, h("form.card.grid", { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
      h("h2.wide", {}, t("people.add")),
      tied("person", "people.name", { required: true }), capacity, tied("post", "people.post", {}), tied("identity_number", "people.identity", { inputmode: "numeric" }),
      tied("statement", "people.own_statement", { as: "textarea", rows: 2, wide: true }),
      h("div.wide", {}, signing), rest,
      h("div.row.wide.actions", {}, h("button.button.primary.large", { type: "submit" }, t("people.save"))))),
  };
}

const draftOf = (model) => `person:${model.id}`;
const trimmed = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]));
