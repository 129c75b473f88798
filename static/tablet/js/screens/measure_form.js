// The form of one reading: fields by quantity, the instrument remembered from the reading before.

import * as drafts from "../store/drafts.js";
import { megahertz, number, parsed, pick, t } from "../words/index.js";
import { compare, DOUBT_UNIT, IN_WORDS, TYPED } from "../parts/compare.js";
import { h, replace } from "../parts/dom.js";
import { field, mark, note, tick } from "../parts/field.js";
import { Form } from "../parts/form.js";
import { distance } from "../parts/place.js";
import { positionField } from "../parts/position_field.js";
import { clean } from "../parts/payload.js";
import { slips } from "./measure_slips.js";

const PLACES = ["antenna_position", "place"];
const INSTRUMENT = ["instrument", "instrument_serial", "calibrated_until"];
const BLANK = { quantity: "", assignment: "", station: "", value: "", value_text: "", uncertainty: "", emission: "", distance: "", note: "", instrument: "", instrument_serial: "", calibrated_until: "", confirmed: false, lat: null, lon: null, accuracy: null };

export async function measureForm(ctx, model, item, saved) {
  const { stations } = model.view.part;
  const last = (await drafts.get("instrument").catch(() => null)) || {};
  const rows = stations.flatMap((station) => station.assignments.map((row) => ({ ...row, station })));
  const form = await Form.open(`measure:${model.id}:${item?.id || ""}`, { ...BLANK, ...last, quantity: item?.quantity || "frequency", station: stations[0]?.id || "", assignment: rows[0]?.id || "" });
  const { values } = form;
  const beside = h("div.beside", { role: "status", "aria-live": "polite" });
  const body = h("div.grid.wide");
  const row = () => rows.find((one) => one.id === values.assignment) || null;
  const station = () => row()?.station || stations.find((one) => one.id === values.station) || null;
  const base = () => { const typed = parsed(values.value); return typed === null ? null : typed * TYPED[values.quantity][1]; };

  function live() {
    const at = station();
    const away = values.lat !== null && at?.lat ? distance(at.lat, at.lon, values.lat, values.lon) : null;
    const found = compare(values.quantity, PLACES.includes(values.quantity) ? null : base(), { assignment: row(), station: at, uncertainty: parsed(values.uncertainty) ?? values.accuracy ?? 0, away });
    replace(beside, h("div", {}, h("span.soft", {}, t("measure.licensed")), h("strong", {}, found.licensed || "–")),
      h("div", {}, h("span.soft", {}, t("measure.difference")), found.difference ? mark(found.tone || "neutral", found.difference) : h("strong", {}, "–")),
      h("p.soft", {}, t("measure.server_judges")));
  }

  const tied = (name, word, more = {}) => {
    const box = form.tie(name, field(word, { value: values[name] ?? "", ...more }));
    box.addEventListener("input", live); // after the form has taken the value over
    return box;
  };
  const draw = () => { form.fields.clear(); replace(body, fields()); live(); };

  function fields() {
    const { quantity } = values;
    const [unit] = TYPED[quantity] || [""];
    const placed = PLACES.includes(quantity), inWords = IN_WORDS.includes(quantity);
    return [
      quantity !== "emission_mode" && !placed ? tied("value", `${t("measure.value")} (${unit})`, { inputmode: "decimal", required: !inWords, class: "big" }) : null,
      quantity === "unwanted_emission" ? tied("emission", t("measure.emission"), { inputmode: "decimal" }) : null,
      quantity === "field_strength" ? tied("distance", t("measure.distance"), { inputmode: "decimal", required: true }) : null,
      inWords ? tied("value_text", t("measure.seen"), { required: quantity === "emission_mode" }) : null,
      placed ? h("div.wide", {}, positionField(t("position.title"), values.lat === null ? null : values, station(), (at) => {
        Object.assign(values, { lat: at.lat, lon: at.lon, accuracy: at.accuracy ?? null });
        form.keepSoon();
        live();
      })) : null,
      quantity !== "emission_mode" && !placed ? tied("uncertainty", `${t("measure.uncertainty")} (${DOUBT_UNIT[quantity] || unit})`, { inputmode: "decimal" }) : null,
      h("div.wide", {}, beside),
      tied("instrument", t("measure.instrument"), { required: !inWords }), tied("instrument_serial", t("measure.serial")),
      tied("calibrated_until", t("measure.calibrated"), { type: "date" }), tied("note", t("check.note")),
      h("div.wide", {}, tick(t("measure.confirmed"), values.confirmed, (on) => form.set("confirmed", on))),
    ];
  }

  const quantities = item?.quantity ? [item.quantity] : Object.keys(TYPED).concat("emission_mode");
  const which = field(t("measure.quantity"), { as: "select", value: values.quantity, options: [...new Set(quantities)].map((one) => [one, t(`quantity.${one}`)]) });
  which.input.addEventListener("change", () => { form.set("quantity", which.input.value); draw(); });
  const chosen = rows.length ? field(t("finding.assignment"), { as: "select", value: values.assignment, options: [["", t("finding.no_assignment")], ...rows.map((one) => [one.id, `${megahertz(one.tx_hz)}${one.power_w ? ` · ${number(one.power_w)} W` : ""} · ${one.station.name}`])] }) : null;
  chosen?.input.addEventListener("change", () => { form.set("assignment", chosen.input.value); live(); });
  draw();

  async function save() {
    if (!form.show({ ...faults(values), ...slips(values, { value: base(), row: row(), station: station() }) })) return;
    const payload = payloadOf(values, { item, row: row(), station: station(), value: base() });
    const done = await form.save(async () => {
      await drafts.put("instrument", Object.fromEntries(INSTRUMENT.map((name) => [name, values[name]])));
      await model.measurement(payload);
    });
    if (done) saved();
  }

  return {
    keep: () => form.keep(),
    node: h("section", {}, form.restored ? note("info", h("p", {}, t("form.restored"))) : null, form.summary,
      h("form.card.grid", { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
        h("h2.wide", {}, item ? `${item.code} ${pick(item, "text")}` : t("measure.new")), which, chosen, body,
        h("div.row.wide.actions", {}, h("button.button.primary.large", { type: "submit" }, t("measure.save"))))),
  };
}

function faults(values) {
  const found = {};
  const { quantity } = values;
  const value = parsed(values.value);
  if (IN_WORDS.includes(quantity)) {
    if (!values.value_text.trim() && value === null && values.lat === null) found.value_text = t("fault.seen");
    if (quantity === "unwanted_emission" && (value === null) !== (parsed(values.emission) === null)) found.emission = t("fault.emission");
  } else if (value === null) found.value = t("fault.number");
  else if (quantity !== "field_strength" && value <= 0) found.value = t("fault.above_zero");
  if (values.uncertainty && !(parsed(values.uncertainty) >= 0)) found.uncertainty = t("fault.number");
  if (quantity === "field_strength" && !(parsed(values.distance) > 0)) found.distance = t("fault.distance");
  if (!values.instrument.trim() && (!IN_WORDS.includes(quantity) || value !== null)) found.instrument = t("fault.instrument");
  return found;
}

function payloadOf(values, { item, row, station, value }) {
  const placed = PLACES.includes(values.quantity);
  const emission = parsed(values.emission);
  return clean({
    item: item?.id, quantity: values.quantity, value: placed ? null : value, value_text: values.value_text.trim(),
    uncertainty: placed ? values.accuracy : parsed(values.uncertainty), station: station?.id, assignment: row?.id,
    instrument: values.instrument.trim(), instrument_serial: values.instrument_serial.trim(), calibrated_until: values.calibrated_until,
    measured_at: new Date().toISOString(), lat: placed ? values.lat : null, lon: placed ? values.lon : null,
    distance_m: values.quantity === "field_strength" ? parsed(values.distance) : null,
    emission_hz: values.quantity === "unwanted_emission" && emission !== null ? Math.round(emission * 1e6) : null,
    note: values.note.trim(), confirmed: values.confirmed || null,
  });
}

