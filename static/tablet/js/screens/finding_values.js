// The values of a finding's form: what it begins with, what is wrong with them by the rules the server will judge by,
// and the payload they become.

import { byServer, byTablet, now } from "../clock.js";
import { newId } from "../store/records.js";
import { ruleOf } from "../parts/law.js";
import { clean } from "../parts/payload.js";
import { parsed, t, today, typed } from "../words/index.js";

export const PER_FREQUENCY = ["frequency_place", "frequency_or_power_place"];
const two = (value) => String(value).padStart(2, "0");

const time = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;

// `reading` is the frequency measured for the item: what was measured is not typed a second time.
export function valuesOf(known, { part, place, rules, reading }) {
  if (!known) {
    const heard = reading?.value ?? part.tx_hz;
    const licensed = part.stations.flatMap((station) => station.assignments).find((row) => row.id === reading?.assignment);
    return {
      id: newId(), violation: rules.length === 1 ? rules[0].code : "", facts: "", act_started_on: today(), act_ended_on: "", continuing: true, detected_on: today(),
      detected_time: time(now()), act_time: "", place: part.place?.address || part.stations[0]?.address || part.address || place,
      lat: null, lon: null, station: reading?.station || "", assignment: reading?.assignment || "", tx_mhz: heard ? typed(heard / 1e6) : "", deviation: "", licensed_power_w: typed(licensed?.power_w), measured_power_w: "", power_basis: "", power_basis_reason: "",
    };
  }
  const told = known.state === "known"; // by the server, whose clock is right
  const at = known.detected_at ? (told ? new Date(known.detected_at) : byServer(known.detected_at)) : null;
  const row = ruleOf(rules, known.violation);
  return {
    ...known, violation: row?.code || known.violation || "", act_ended_on: known.act_ended_on || "", continuing: Boolean(known.continuing),
    detected_time: at ? time(at) : "", act_time: known.act_time || "",
    tx_mhz: known.tx_hz ? typed(known.tx_hz / 1e6) : "", licensed_power_w: typed(known.licensed_power_w), measured_power_w: typed(known.measured_power_w),
  };
}

export function faultsOf(values, rule) {
  const found = {};
  if (!rule) found.violation = t("fault.violation");
  if (!values.facts.trim()) found.facts = t("fault.facts");
  if (!values.place.trim()) found.place = t("fault.place");
  dates(values, found);
  if (rule && PER_FREQUENCY.includes(rule.counting) && !(parsed(values.tx_mhz) > 0)) found.tx_mhz = t("fault.frequency");
  for (const name of ["licensed_power_w", "measured_power_w"]) if (values[name] && !(parsed(values[name]) > 0)) found[name] = t("fault.number");
  if (rule?.power_series) {
    if (!values.power_basis) found.power_basis = t("fault.basis");
    else if (!(parsed(values[`${values.power_basis}_power_w`]) > 0)) found[`${values.power_basis}_power_w`] = t("fault.power");
    if (!values.power_basis_reason.trim()) found.power_basis_reason = t("fault.basis_reason");
  }
  return found;
}

function dates(values, found) {
  const { act_started_on: began, act_ended_on: ended, detected_on: seen, continuing } = values;
  if (!began) found.act_started_on = t("fault.day");
  if (!seen) found.detected_on = t("fault.day");
  else if (seen > today()) found.detected_on = t("fault.future");
  if (began && seen && began > seen) found.act_started_on = t("fault.after_detected");
  if (continuing) return;
  if (!ended) found.act_ended_on = t("fault.ended");
  else if (ended < began) found.act_ended_on = t("fault.ends_first");
  else if (ended > seen) found.act_ended_on = t("fault.ends_after");
}

export function payloadOf(values, { item, violation }) {
  const hertz = parsed(values.tx_mhz);
  const at = values.detected_time ? byTablet(new Date(`${values.detected_on}T${values.detected_time}`)) : null;
  return clean({
    id: values.id, item: item?.id, violation, facts: values.facts.trim(), act_started_on: values.act_started_on,
    ...(values.continuing ? { continuing: true } : { act_ended_on: values.act_ended_on, continuing: false }),
    detected_on: values.detected_on, detected_at: at?.toISOString(), act_time: values.act_time.trim(), place: values.place.trim(),
    lat: values.lat, lon: values.lon, station: values.station, assignment: values.assignment, tx_hz: hertz ? Math.round(hertz * 1e6) : null,
    deviation: values.deviation, licensed_power_w: parsed(values.licensed_power_w), measured_power_w: parsed(values.measured_power_w),
    power_basis: values.power_basis, power_basis_reason: values.power_basis_reason?.trim(),
  });
}
