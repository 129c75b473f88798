// The difference between a reading and what is licensed, computed while typing; the verdict itself is the server's.

import { number, t } from "../words/index.js";

// Units people type in, and how many base units one of them is.
export const TYPED = {
  frequency: ["MHz", 1e6], power: ["W", 1], occupied_bandwidth: ["kHz", 1e3], field_strength: ["dBµV/m", 1],
  unwanted_emission: ["dBm", 1], antenna_height: ["m", 1], antenna_position: ["m", 1], place: ["m", 1],
  room_area: ["m²", 1], road_distance: ["m", 1],
};
export const IN_WORDS = ["emission_mode", "antenna_position", "place", "unwanted_emission"];
export const DOUBT_UNIT = { frequency: "Hz", occupied_bandwidth: "Hz", power: "dB", field_strength: "dB", unwanted_emission: "dB" };

// Returns {licensed, difference, tone}: texts, tone "good", "warn", "bad" or "". `value` is in base units.
export function compare(quantity, value, { assignment, station, uncertainty = 0, away = null }) {
  const way = WAYS[quantity];
  return way ? way(value, assignment, station, uncertainty || 0, away) : { licensed: "", difference: "", tone: "" };
}

const WAYS = {
  frequency(value, row, _station, doubt) {
    if (!row) return none();
    const licensed = row.tx_upper_hz ? `${number(row.tx_hz / 1e6, 6, 3)} – ${number(row.tx_upper_hz / 1e6, 6, 3)} MHz` : `${number(row.tx_hz / 1e6, 6, 3)} MHz`;
    if (value === null) return { licensed, difference: "", tone: "" };
    if (row.tx_upper_hz) {
      const outside = Math.max(row.tx_hz - value, value - row.tx_upper_hz, 0);
      return { licensed, difference: t("compare.band", { hz: number(outside, 0) }), tone: outside ? "bad" : "good" };
    }
    const off = value - row.tx_hz, ppm = (off / row.tx_hz) * 1e6;
    const text = t("compare.frequency", { khz: signed(off / 1e3, 3), ppm: signed(ppm, 2) });
    if (row.tolerance_ppm === null || row.tolerance_ppm === undefined) return { licensed, difference: `${text} · ${t("compare.no_tolerance")}`, tone: "warn" };
    const limit = (row.tx_hz * row.tolerance_ppm) / 1e6;
    return { licensed, difference: `${text} · ${t("compare.allowed_ppm", { hz: number(limit, 0), ppm: number(row.tolerance_ppm, 2) })}`, tone: judged(Math.abs(off), limit, doubt) };
  },
  power(value, row, station, doubt) {
    if (!row?.power_w) return none();
    const licensed = `${number(row.power_w, 3)} W${row.power_reference ? ` (${t(`power_reference.${row.power_reference}`)})` : ""}`;
    const at = atTransmitter(row, station);
    if (value === null || value <= 0) return { licensed, difference: "", tone: "" };
    if (at === null) return { licensed, difference: t("compare.other_reference"), tone: "warn" };
    const db = 10 * Math.log10(value / at);
    const text = t("compare.power", { db: signed(db, 2), percent: signed((value / at - 1) * 100, 0) });
    return { licensed: at === row.power_w ? licensed : `${licensed} = ${number(at, 2)} W ${t("compare.at_transmitter")}`, difference: text, tone: judged(db, 0, doubt) };
  },
  occupied_bandwidth(value, row, _station, doubt) {
    if (!row?.bandwidth_hz) return none();
    const licensed = `${number(row.bandwidth_hz / 1e3)} kHz${row.emissions?.length ? ` (${row.emissions.join(", ")})` : ""}`;
    if (value === null) return { licensed, difference: "", tone: "" };
    const off = value - row.bandwidth_hz;
    return { licensed, difference: t("compare.bandwidth", { khz: signed(off / 1e3, 2) }), tone: judged(off, 0, doubt) };
  },
  antenna_height(value, _row, station, doubt) {
    if (!station?.antenna_height_m) return none();
    const licensed = `${number(station.antenna_height_m, 2)} m`;
    if (value === null) return { licensed, difference: "", tone: "" };
    const off = value - station.antenna_height_m;
    return { licensed, difference: t("compare.height", { m: signed(off, 2) }), tone: judged(off, 0, doubt) };
  },
  antenna_position: (_value, _row, station, doubt, away) => placed(station, doubt, away),
  place: (_value, _row, station, doubt, away) => placed(station, doubt, away),
  emission_mode: (_value, row) => ({ licensed: row?.emissions?.join(", ") || "", difference: "", tone: "" }),
};

function placed(station, doubt, away) {
  if (!station?.lat) return none();
  const licensed = `${station.lat.toFixed(5)}, ${station.lon.toFixed(5)}`;
  if (away === null) return { licensed, difference: "", tone: "" };
  return { licensed, difference: t("compare.place", { m: number(away, 0) }), tone: away <= doubt ? "good" : "warn" };
}

// Beyond the limit by more than the uncertainty is out, within by more is in, between nobody can say.
function judged(off, limit, doubt) {
  if (off - doubt > limit) return "bad";
  return off + doubt <= limit ? "good" : "warn";
}

function atTransmitter(row, station) {
  const reference = row.power_reference || "transmitter";
  if (reference === "transmitter") return row.power_w;
  const { antenna_gain_dbi: gain, feeder_loss_db: loss } = station || {};
  if (gain === null || gain === undefined || loss === null || loss === undefined) return null;
  const dbd = reference === "erp" ? gain - 2.15 : gain;
  return row.power_w * 10 ** ((loss - dbd) / 10);
}

const none = () => ({ licensed: "", difference: t("compare.nothing"), tone: "" });
const signed = (value, digits) => `${value > 0 ? "+" : ""}${number(Math.abs(value) < 10 ** -digits / 2 ? 0 : value, digits)}`;
