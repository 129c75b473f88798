// Something found on the way: a shop nobody registered, an emission nobody is licensed for, a place of the register
// that nobody planned to visit; a visit of its own.

import { newId, record, visits } from "../store/records.js";
import { parsed, t } from "../words/index.js";
import { h, replace } from "../parts/dom.js";
import { field, formCard, note, segmented, submit, tick } from "../parts/field.js";
import { Form } from "../parts/form.js";
import { knownPlaces, placePicker } from "../parts/known_places.js";
import { fits, rowsOf } from "../parts/opened.js";
import { recent } from "../parts/place.js";
import { positionField } from "../parts/position_field.js";
import { clean } from "../parts/payload.js";

const BLANK = { what: "", explanation: "", known: "", address: "", name: "", shop_kind: "internet_agent", offers_games: false, tx_mhz: "", party: "", party_kind: "household", identifier: "", representative: "", phone: "", lat: null, lon: null, accuracy: null };
const WHAT = ["unregistered_shop", "unlicensed_emission", "registered"];

export async function found(ctx) {
  const [rows, known, planned] = await Promise.all([rowsOf(), knownPlaces(), visits()]);
  const may = WHAT.filter((what) => rows.some((row) => row.what === what) && (what !== "registered" || known.rows.length));
  const form = await Form.open("found", { ...BLANK, what: may[0] || "" });
  if (!may.includes(form.values.what)) form.values.what = may[0] || "";
  const { values } = form;
  const body = h("div.grid.wide");
  const place = () => known.rows.find((row) => row.id === values.known);
  const opening = () => rows.find((row) => fits(row, { ...values, opening: place()?.opening }));
  const start = () => values.lat === null ? recent() || planned.find((one) => one.lat !== null) || null : values;
  const draw = () => {
    form.fields.clear();
    const picker = values.what === "registered" ? form.tie("known", placePicker(known, values.known, start(), (row) => form.set("known", row.id))) : null;
    const where = h("div.wide", {}, whereField(form, (at) => picker?.near(at)));
    replace(body, tie(form, "explanation", "found.explanation", { as: "textarea", rows: 3, required: true, wide: true, hint: t("found.explanation_hint") }),
      picker ? [where, picker] : [tie(form, "address", "found.address", { required: true, wide: true }), where, thingFields(form, rows), partyFields(form)]);
  };
  draw();

  async function save() {
    if (!form.show(faultsOf(values, place(), opening()))) return;
    const id = newId();
    const done = await form.save(async () => {
      await record(id, "visit.open", payloadOf(values, opening(), place()), { position: values.lat === null ? null : values });
      await record(id, "visit.start", {});
    });
    if (done) ctx.go(`/visit/${id}`);
  }

  return {
    title: t("found.title"),
    node: may.length ? h("div", {}, h("p.lead", {}, t("found.text")), form.summary,
      formCard(".grid", save,
        h("div.wide", {}, segmented(t("found.what"), may.map((one) => [one, t(`found.${one}`)]), values.what, (value) => { form.set("what", value); draw(); }, { hidden: false, required: true })),
        body,
        h("div.row.wide.actions", {}, submit(t("found.save")))))
      : note("info", h("p", {}, t("found.not_here"))),
  };
}

const tie = (form, name, word, more = {}) => form.tie(name, field(t(word), { value: form.values[name] ?? "", ...more }));

const whereField = (form, moved) => positionField(t("position.title"), form.values.lat === null ? null : form.values, null, (at) => {
  Object.assign(form.values, { lat: at.lat, lon: at.lon, accuracy: at.accuracy ?? null });
  moved(at);
  form.keepSoon();
});

// What a shop, or an emission, is known by.
function thingFields(form, rows) {
  if (form.values.what === "unlicensed_emission") return [tie(form, "tx_mhz", "finding.tx_mhz", { inputmode: "decimal", required: true }), tie(form, "name", "found.station")];
  const kinds = [...new Set(rows.filter((row) => row.what === "unregistered_shop").map((row) => row.shop_kind))].filter(Boolean);
  return [tie(form, "name", "found.name"), tie(form, "shop_kind", "visit.kind", { as: "select", options: kinds.map((one) => [one, t(`place_kind.${one}`)]) }),
    h("div.wide", {}, tick(t("found.games"), form.values.offers_games, (on) => form.set("offers_games", on)))];
}

const partyFields = (form) => [
  h("h2.wide", {}, t("found.party")), h("p.soft.wide", {}, t("found.party_hint")),
  tie(form, "party", "found.party_name"), tie(form, "party_kind", "found.party_kind", { as: "select", options: ["household", "individual", "organisation"].map((one) => [one, t(`party_kind.${one}`)]) }),
  tie(form, "identifier", "visit.identifier"), tie(form, "representative", "visit.representative"), tie(form, "phone", "visit.phone", { inputmode: "tel" }),
];

function faultsOf(values, place, opening) {
  const faults = {};
  if (!values.explanation.trim()) faults.explanation = t("fault.explanation");
  if (values.what === "registered") {
    if (!place) faults.known = t("fault.known");
    else if (!opening) faults.known = t("fault.opening");
    return faults;
  }
  if (!values.address.trim()) faults.address = t("fault.address");
  if (values.what === "unlicensed_emission" && !(parsed(values.tx_mhz) > 0)) faults.tx_mhz = t("fault.frequency");
  if (!opening) faults.shop_kind = t("fault.opening");
  return faults;
}

function payloadOf(values, opening, place) {
  const common = { what: values.what, explanation: values.explanation.trim(), lat: values.lat, lon: values.lon, accuracy_m: values.accuracy, checklists: opening.checklists };
  // Name and address are for the list of the day; the server takes those of its register.
  if (values.what === "registered") return clean({ ...common, [place.station ? "station" : "establishment"]: place.id, name: place.name, address: place.address });
  const hertz = parsed(values.tx_mhz);
  const party = clean({ name: values.party.trim(), kind: values.party.trim() ? values.party_kind : "", identifier: values.identifier.trim(), representative: values.representative.trim(), phone: values.phone.trim() });
  return clean({
    ...common, address: values.address.trim(),
    name: values.name.trim(), ...(values.what === "unregistered_shop" ? { shop_kind: values.shop_kind, offers_games: values.offers_games } : { tx_hz: hertz ? Math.round(hertz * 1e6) : null }),
    party: Object.keys(party).length ? party : null,
  });
}
