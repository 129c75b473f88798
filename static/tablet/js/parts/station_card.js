// What one station is licensed for.

import { date, megahertz, number, position, t } from "../words/index.js";
import { h } from "./dom.js";
import { facts, fold, mark } from "./field.js";

export function stationCard(row) {
  return h("section.card", {}, h("h2", {}, row.name), facts([
    [t("station.call_sign"), row.call_sign], [t("visit.place"), [row.site_name, row.address].filter(Boolean).join(", ")],
    [t("visit.position"), row.lat === null || row.lat === undefined ? "" : position(row.lat, row.lon)],
    [t("quantity.antenna_height"), row.antenna_height_m ? `${number(row.antenna_height_m)} m` : ""],
    [t("station.antenna"), [row.antenna_model, row.antenna_gain_dbi && `${number(row.antenna_gain_dbi)} dBi`, row.antenna_azimuth_deg !== null && row.antenna_azimuth_deg !== undefined ? `${number(row.antenna_azimuth_deg)}°` : "", row.polarisation && t(`polarisation.${row.polarisation}`)].filter(Boolean).join(" · ")],
    [t("station.equipment"), [row.equipment_make, row.equipment_model, row.equipment_serial].filter(Boolean).join(" · ")],
  ]), row.assignments?.length ? assignments(row.assignments) : h("p.soft", {}, t("station.none")));
}

const assignments = (rows) => h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("station.assignments") }, h("table", {},
  h("caption.quiet", {}, t("station.assignments")),
  h("thead", {}, h("tr", {}, ["quantity.frequency", "quantity.occupied_bandwidth", "quantity.power", "station.tolerance", "station.license"].map((name) => h("th", { scope: "col" }, t(name))))),
  h("tbody", {}, rows.map((row) => h("tr", {},
    h("th", { scope: "row" }, row.tx_upper_hz ? `${megahertz(row.tx_hz)} – ${megahertz(row.tx_upper_hz)}` : megahertz(row.tx_hz)),
    h("td", {}, row.bandwidth_hz ? `${number(row.bandwidth_hz / 1e3)} kHz` : "", row.emissions?.length ? h("span.soft.block", {}, row.emissions.join(", ")) : null),
    h("td", {}, row.power_w ? `${number(row.power_w)} W` : "", row.power_reference ? h("span.soft.block", {}, t(`power_reference.${row.power_reference}`)) : null),
    h("td", {}, row.tolerance_ppm !== null && row.tolerance_ppm !== undefined ? `± ${number(row.tolerance_ppm)} ppm` : t("station.no_tolerance")),
    h("td", {}, row.license ? [row.license.number, " ", mark(row.license.status === "active" ? "good" : "bad", t(`license_status.${row.license.status}`)),
      row.license.valid_until ? h("span.soft.block", {}, [row.license.valid_from, row.license.valid_until].filter(Boolean).map((day) => date(day)).join(" – ")) : null,
      row.license.conditions ? fold(t("station.conditions"), h("p", { lang: "vi" }, row.license.conditions)) : null] : ""))))));
