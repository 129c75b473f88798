// One person present: signs, refuses, is absent or unable; whoever signs may draw it.

import * as drafts from "../store/drafts.js";
import { keep } from "../store/files.js";
import { newId } from "../store/records.js";
import { t } from "../words/index.js";
import { amendment } from "../parts/amending.js";
import { h, replace } from "../parts/dom.js";
import { field, formCard, segmented, submit } from "../parts/field.js";
import { Form } from "../parts/form.js";
import { PARTY } from "../parts/lacks.js";
import { clean } from "../parts/payload.js";
import { signaturePad } from "../parts/signature.js";

const BLANK = { person: "", capacity: "party", signing: "", reason: "", no_witness_reason: "", post: "", identity_number: "", statement: "", strokes: [] };
const CAPACITIES = ["party", "representative", "staff", "witness", "commune", "interpreter", "injured"];
const SIGNINGS = [["signed", "good"], ["refused", "bad"], ["absent", ""], ["unable", ""]];

export async function personForm(model, ctx) {
  const form = await Form.open(draftOf(model), startOf(model.view));
  const { values } = form;
  const rest = h("div.grid.wide");
  const pad = signaturePad(t("sign.label"), values.strokes, (strokes) => form.set("strokes", strokes));
  const tied = (name, word, more) => form.tie(name, field(t(word), { value: values[name], ...more }));
  const draw = () => {
    const unsigned = values.signing && values.signing !== "signed";
    replace(rest,
      unsigned ? tied("reason", "people.reason", { as: "textarea", rows: 2, required: true, wide: true }) : null,
      unsigned && PARTY.includes(values.capacity) ? tied("no_witness_reason", "people.no_witness", { as: "textarea", rows: 2, hint: t("people.witness_hint"), wide: true }) : null,
      values.signing === "signed" ? h("div.wide", {}, pad) : null);
  };
  const capacity = tied("capacity", "people.capacity", { as: "select", options: CAPACITIES.map((one) => [one, t(`capacity.${one}`)]) });
  capacity.input.addEventListener("change", draw);
  const signing = form.tie("signing", segmented(t("people.signing"), SIGNINGS.map(([one, tone]) => [one, t(`signing.${one}`), tone]), values.signing,
    (value) => { form.set("signing", value); draw(); }, { hidden: false, required: true }));
  draw();

  async function save() {
    if (!form.show(faultsOf(values))) return;
    const picture = values.signing === "signed" && pad.drawn() ? await pad.picture() : null;
    const done = await form.save(async () => {
      const row = await model.attend(payloadOf(values, model.view.shown));
      if (picture) await keep(model.id, { ...drawingOf(row, picture), ...(await amendment(model.id)) });
    });
    if (done) ctx.refresh();
  }

  return {
    keep: () => form.keep(),
    node: h("section", {}, form.summary, formCard(".grid", save,
      h("h2.wide", {}, t("people.add")),
      tied("person", "people.name", { required: true }), capacity, tied("post", "people.post"), tied("identity_number", "people.identity", { inputmode: "numeric" }),
      tied("statement", "people.own_statement", { as: "textarea", rows: 2, wide: true }),
      h("div.wide", {}, signing), rest,
      h("div.row.wide.actions", {}, submit(t("people.save"))))),
  };
}

// Whoever signs anew need not be typed anew; what somebody has begun to type goes before.
export async function offerAgain(model, { person, capacity, post = "", identity_number = "" }) {
  if (await drafts.get(draftOf(model)).catch(() => null)) return;
  await drafts.put(draftOf(model), { ...BLANK, person, capacity, post, identity_number }).catch(() => null);
}

const draftOf = (model) => `person:${model.id}`;

// The first is the party or who stands for it, whoever comes later a witness.
function startOf({ attendance, part: { party } }) {
  if (attendance.length) return { ...BLANK, capacity: "witness" };
  return { ...BLANK, person: party?.representative || party?.name || "", capacity: party?.representative ? "representative" : "party", post: party?.representative_title || "" };
}

function faultsOf(values) {
  const faults = {};
  if (!values.person.trim()) faults.person = t("fault.person");
  if (!values.signing) faults.signing = t("fault.signing");
  else if (values.signing !== "signed" && !values.reason.trim()) faults.reason = t("fault.reason");
  return faults;
}

function payloadOf({ strokes: _drawn, ...values }, shown) { // a drawing goes as a picture
  const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
  const signed = values.signing === "signed" ? { reason: "", no_witness_reason: "" } : {};
  return clean({ ...said, shown_sha256: values.signing === "absent" ? "" : shown.sha256, ...signed });
}

const drawingOf = (row, picture) => ({
  id: newId(), kind: "signature", attendance: row.id, working: picture, original: null, mime: "image/png", fileName: `${row.id}.png`,
  takenAt: new Date().toISOString(), position: null, caption: row.person,
});
