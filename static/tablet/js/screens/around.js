// What lies around: the nearest stations of the register and protected places, from what the package brought along.

import * as records from "../store/records.js";
import { megahertz, metres, number, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { fold } from "../parts/field.js";
import { nearest } from "../parts/place.js";

export async function aroundCard(part) {
  if (part.lat === null || part.lat === undefined) return null;
  const [stations, places] = await Promise.all([records.stationsAround(), records.protectedPlaces()]);
  const near = (found) => nearest(found?.rows || found || [], part.lat, part.lon, 8).filter((row) => row.away < 5000);
  const [heard, kept] = [near(stations), near(places)];
  if (!heard.length && !kept.length) return null;
  return h("section.card", {}, h("h2", {}, t("around.title")),
    kept.length ? fold(t("around.protected", { n: kept.length }), h("ul", {}, kept.map((row) => h("li", {}, `${row.name} – ${metres(row.away)}`)))) : null,
    heard.length ? fold(t("around.stations", { n: heard.length }), h("ul", {}, heard.map((row) => h("li", {}, `${row.name} (${row.call_sign || row.holder}) – ${metres(row.away)}`,
      h("span.soft.block", {}, row.assignments.slice(0, 6).map((one) => `${megahertz(one.tx_hz)} ${one.power_w ? `${number(one.power_w)} W` : ""}`).join("; ")))))) : null,
    stations?.cut || places?.cut ? h("p.soft", {}, t("around.cut")) : null);
}
