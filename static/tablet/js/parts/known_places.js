// Places and stations of the register around the visits that may be visited though nobody planned it: nearest first, or by words.

import * as records from "../store/records.js";
import { metres, t } from "../words/index.js";
import { h, key, replace } from "./dom.js";
import { field, note } from "./field.js";
import { folded } from "./folded.js";
import { distance } from "./place.js";

const MOST = 8;

// Returns {rows, cut}; a row has `station` when it is one.
export async function knownPlaces() {
  const [places, stations] = await Promise.all([records.places(), records.stationsAround()]);
  const heard = (stations?.rows || []).filter((row) => row.opening).map((row) => ({ ...row, station: true }));
  return { rows: [...(places?.rows || []), ...heard], cut: Boolean(places?.cut || stations?.cut) };
}

export const knownPlace = async (id) => (await knownPlaces()).rows.find((row) => row.id === id) || null;

// A list of which one is chosen; `from` is where one stands, or null. The result behaves like a field of a form.
export function placePicker({ rows, cut }, chosen, from, onchoose) {
  const name = key("known");
  const list = h("div.choices");
  const error = h("p.error", { id: `${name}-error` });
  const words = field(t("known.search"), { type: "search" });
  const draw = (here) => {
    const wanted = folded(words.input.value.trim());
    const found = rows.filter((row) => row.id === chosen || folded(`${row.name} ${row.address} ${row.holder} ${row.call_sign || ""}`).includes(wanted))
      .map((row) => ({ ...row, away: here && row.lat !== null ? distance(here.lat, here.lon, row.lat, row.lon) : null }))
      .sort((one, other) => (other.id === chosen) - (one.id === chosen) || (one.away ?? 1e9) - (other.away ?? 1e9) || (one.name < other.name ? -1 : 1));
    replace(list, found.length ? null : note("info", h("p", {}, t("known.none"))), found.slice(0, MOST).map(line),
      found.length > MOST || cut ? h("p.soft", {}, t("known.more")) : null);
  };
  const line = (row) => {
    const id = key(name);
    return h("div.tick", {}, h("input", { type: "radio", name, id, checked: row.id === chosen, onchange: () => { chosen = row.id; error.textContent = ""; onchoose(row); } }),
      h("label", { for: id }, h("span", {}, h("strong", {}, row.name), h("span.soft.block", {}, [row.holder, row.address, row.call_sign, row.away === null ? "" : metres(row.away)].filter(Boolean).join(" · ")),
        row.status === "found" ? h("span.soft.block", {}, t("known.found")) : null)));
  };
  words.input.addEventListener("input", () => draw(from));
  draw(from);
  const box = h("fieldset.known.wide", { "aria-describedby": `${name}-error` }, h("legend", {}, t("known.title")), words, list, error);
  return Object.assign(box, { input: words.input, choose: () => {}, fault: (text) => { error.textContent = text || ""; }, near: (at) => { from = at; draw(at); } });
}
