// Wrong units caught while they can still be mended on the spot, by the bounds the server will refuse beyond
// (inspections/services/slips.py): what is impossible is not taken, what is only far off is taken once it is confirmed.

import { TYPED } from "../parts/compare.js";
import { parsed, t } from "../words/index.js";

const FAR_OFF = 50, WIDE = 20, STRONG = 100, TALL = 5, HIGHEST_M = 700, MOST_DB = 20;
const FIELD_DB = [-40, 180], LEVEL_DBM = [-160, 80], NEAREST_M = 20, FARTHEST_M = 300_000;

export function slips(values, { value, row, station }) {
  const found = {};
  const unit = { unit: TYPED[values.quantity]?.[0] || "" };
  const doubt = parsed(values.uncertainty);
  if (doubt !== null && ["power", "field_strength", "unwanted_emission"].includes(values.quantity) && doubt > MOST_DB) found.uncertainty = t("fault.decibels");
  if (value === null) return found;
  if (doubt !== null && ["frequency", "occupied_bandwidth"].includes(values.quantity) && doubt >= value) found.uncertainty = t("fault.impossible", { unit: "Hz" });
  const way = WAYS[values.quantity]?.(value, row, station, values);
  if (way === "impossible") found.value = t("fault.impossible", unit);
  else if (way === "far" && !values.confirmed) found.value = t("fault.far", unit);
  else if (way === "distance") found.distance = t("fault.impossible", { unit: "m" });
  return found;
}

const outside = (value, [low, high]) => value < low || value > high;

const WAYS = {
  frequency: (value, row) => row && outside(value, [row.tx_hz / FAR_OFF, (row.tx_upper_hz || row.tx_hz) * FAR_OFF]) && "impossible",
  occupied_bandwidth: (value, row) => row?.bandwidth_hz && outside(value, [row.bandwidth_hz / WIDE, row.bandwidth_hz * WIDE]) && "far",
  power: (value, row) => row?.power_w && value > row.power_w * STRONG && "far",
  antenna_height: (value, _row, station) => (value > HIGHEST_M ? "impossible" : station?.antenna_height_m && value > station.antenna_height_m * TALL && "far"),
  field_strength(value, _row, _station, values) {
    if (outside(value, FIELD_DB)) return "impossible";
    const away = parsed(values.distance);
    return away > FARTHEST_M ? "distance" : away < NEAREST_M && "far";
  },
  unwanted_emission: (value, row) => (outside(value, LEVEL_DBM) ? "impossible" : row?.power_w && value > 10 * Math.log10(row.power_w * 1000) && "far"),
};
