// The values of a reading's form: what it begins with, what is wrong with them, and the payload they become.

import { IN_WORDS, TYPED } from "../parts/compare.js";
import { clean } from "../parts/payload.js";
import { parsed, t } from "../words/index.js";

export const PLACES = ["antenna_position", "place"];
export const BLANK = { quantity: "", assignment: "", station: "", value: "", value_text: "", uncertainty: "", emission: "", distance: "", note: "", instrument: "", instrument_serial: "", calibrated_until: "", confirmed: false, lat: null, lon: null, accuracy: null };

// What was typed in base units; null where the quantity is told in words, whatever was typed for the one before.
export function valueOf({ quantity, value }) {
  const typed = parsed(value), [, scale] = TYPED[quantity] || [];
  return typed === null || !scale || PLACES.includes(quantity) ? null : typed * scale;
}

export function faultsOf(values) {
  const found = {};
  const { quantity } = values;
  const value = valueOf(values);
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

export function payloadOf(values, { item, row, station, value }) {
  const placed = PLACES.includes(values.quantity);
  const emission = parsed(values.emission);
  return clean({
    item: item?.id, quantity: values.quantity, value, value_text: values.value_text.trim(),
    uncertainty: placed ? values.accuracy : value === null ? null : parsed(values.uncertainty), station: station?.id, assignment: row?.id,
    instrument: values.instrument.trim(), instrument_serial: values.instrument_serial.trim(), calibrated_until: values.calibrated_until,
    measured_at: new Date().toISOString(), lat: placed ? values.lat : null, lon: placed ? values.lon : null,
    distance_m: values.quantity === "field_strength" ? parsed(values.distance) : null,
    emission_hz: values.quantity === "unwanted_emission" && emission !== null ? Math.round(emission * 1e6) : null,
    note: values.note.trim(), confirmed: values.confirmed || null,
  });
}

