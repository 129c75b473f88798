// Looks in what the package brought for a license number, a code of a paper, a call sign or a name.

import { seen } from "../parts/model.js";
import * as records from "../store/records.js";

// The code in the address that a paper's QR holds, or what was typed.
export function plain(text) {
  const code = text.match(/\/check\/([^/?#]+)/)?.[1] || text;
  return decodeURIComponent(code).trim();
}

export const folded = (text) => String(text || "").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/[\s.-]/g, "");

export async function search(text) {
  const wanted = folded(plain(text));
  const visits = await records.visits();
  const full = await Promise.all(visits.map(async (visit) => ({ visit, part: (await seen(visit.id)).part })));
  const fits = (...values) => values.some((value) => value && folded(value).includes(wanted));
  const stations = full.flatMap(({ visit, part }) => part.stations.filter((row) => fits(row.call_sign, row.name, ...row.assignments.flatMap((one) => [one.license?.number, ...(one.license?.codes || [])]))).map((station) => ({ visit, station })));
  const places = full.filter(({ part }) => part.place && fits(part.place.business_registration, part.place.name, part.number));
  const taken = new Set(stations.map(({ station }) => station.id));
  const around = ((await records.stationsAround())?.rows || []).filter((row) => !taken.has(row.id) && fits(row.call_sign, row.name, row.holder)).slice(0, 10);
  return { stations, places, around, none: !stations.length && !places.length && !around.length };
}
