// The form of one reading: fields by quantity, the instrument remembered from the reading before.

import * as drafts from "../store/drafts.js";
import { megahertz, number, parsed, pick, t } from "../words/index.js";
import { compare, DOUBT_UNIT, IN_WORDS, TYPED } from "../parts/compare.js";
import { h, replace } from "../parts/dom.js";
import { field, formCard, mark, note, submit, tick } from "../parts/field.js";
import { Form } from "../parts/form.js";
import { distance } from "../parts/place.js";
import { positionField } from "../parts/position_field.js";
import { slips } from "./measure_slips.js";
import { BLANK, faultsOf, payloadOf, PLACES, valueOf } from "./measure_values.js";

const INSTRUMENT = ["instrument", "instrument_serial", "calibrated_until"];

export async function measureForm(model, item, saved) {
  const { stations } = model.view.part;
  const last = (await drafts.get("instrument").catch(() => null)) || {};
  const rows = stations.flatMap((station) => station.assignments.map((row) => ({ ...row, station })));
  const form = await Form.open(`measure:${model.id}:${item?.id || ""}`, { ...BLANK, ...last, quantity: item?.quantity || "frequency", station: stations[0]?.id || "", assignment: rows[0]?.id || "" });
  const { values } = form;
  const beside = h("div.beside", { role: "status", "aria-live": "polite" });
  const body = h("div.grid.wide");
  // What it is compared with.
  const licensed = () => {
    const row = rows.find((one) => one.id === values.assignment) || null;
    return { row, station: row?.station || stations.find((one) => one.id === values.station) || null };
  };
  const live = () => replace(beside, comparison(values, licensed()));
  const draw = () => { form.fields.clear(); replace(body, fields(form, beside, licensed().station, live)); live(); };
  const which = field(t("measure.quantity"), { as: "select", value: values.quantity, options: quantitiesOf(item).map((one) => [one, t(`quantity.${one}`)]) });
  which.input.addEventListener("change", () => { form.set("quantity", which.input.value); draw(); });
  const chosen = rows.length ? field(t("finding.assignment"), { as: "select", value: values.assignment, options: [["", t("finding.no_assignment")], ...rows.map((one) => [one.id, `${megahertz(one.tx_hz)}${one.power_w ? ` · ${number(one.power_w)} W` : ""} · ${one.station.name}`])] }) : null;
  chosen?.input.addEventListener("change", () => { form.set("assignment", chosen.input.value); live(); });
  draw();

  async function save() {
    const about = { ...licensed(), value: valueOf(values) };
    if (!form.show({ ...faultsOf(values), ...slips(values, about) })) return;
    const done = await form.save(async () => {
      await drafts.put("instrument", Object.fromEntries(INSTRUMENT.map((name) => [name, values[name]])));
      await model.measurement(payloadOf(values, { item, ...about }));
    });
    if (done) saved();
  }

  return {
    keep: () => form.keep(),
    node: h("section", {}, form.restored ? note("info", h("p", {}, t("form.restored"))) : null, form.summary,
      formCard(".grid", save,
        h("h2.wide", {}, item ? `${item.code} ${pick(item, "text")}` : t("measure.new")), which, chosen, body,
        h("div.row.wide.actions", {}, submit(t("measure.save"))))),
  };
}

const quantitiesOf = (item) => (item?.quantity ? [item.quantity] : [...Object.keys(TYPED), "emission_mode"]);

function comparison(values, { row, station }) {
  const away = values.lat !== null && station?.lat ? distance(station.lat, station.lon, values.lat, values.lon) : null;
  const found = compare(values.quantity, valueOf(values), { assignment: row, station, uncertainty: parsed(values.uncertainty) ?? values.accuracy ?? 0, away });
  return [
    h("div", {}, h("span.soft", {}, t("measure.licensed")), h("strong", {}, found.licensed || "–")),
    h("div", {}, h("span.soft", {}, t("measure.difference")), found.difference ? mark(found.tone || "neutral", found.difference) : h("strong", {}, "–")),
    h("p.soft", {}, t("measure.server_judges")),
  ];
}

function fields(form, beside, station, live) {
  const { values } = form;
  const { quantity } = values;
  const [unit] = TYPED[quantity] || [""];
  const placed = PLACES.includes(quantity), inWords = IN_WORDS.includes(quantity);
  const tied = (name, word, more = {}) => {
    const box = form.tie(name, field(word, { value: values[name] ?? "", ...more }));
    box.addEventListener("input", live); // after the form has taken the value over
    return box;
  };
  return [
    quantity !== "emission_mode" && !placed ? tied("value", `${t("measure.value")} (${unit})`, { inputmode: "decimal", required: !inWords, class: "big" }) : null,
    quantity === "unwanted_emission" ? tied("emission", t("measure.emission"), { inputmode: "decimal" }) : null,
    quantity === "field_strength" ? tied("distance", t("measure.distance"), { inputmode: "decimal", required: true }) : null,
    inWords ? tied("value_text", t("measure.seen"), { required: quantity === "emission_mode" }) : null,
    placed ? h("div.wide", {}, positionField(t("position.title"), values.lat === null ? null : values, station, (at) => {
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
