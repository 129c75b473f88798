// Looks in what the package brought for a license number, a code of a paper, a call sign or a name.

import { folded } from "../parts/folded.js";
import { seen } from "../parts/model.js";
import * as records from "../store/records.js";

// The code in the address that a paper's QR holds, or what was typed.
export function plain(text) {
  const code = text.match(/\/check\/([^/?#]+)/)?.[1] || text;
  return decodeURIComponent(code).trim();
}

const close = (text) => folded(text).replace(/[\s.-]/g, ""); // people write 214 589/GP and 214589/gp

export async function search(text) {
  const wanted = close(plain(text));
  const visits = await records.visits();
  const full = await Promise.all(visits.map(async (visit) => ({ visit, part: (await seen(visit.id)).part })));
  const fits = (...values) => values.some((value) => value && close(value).includes(wanted));
  const stations = full.flatMap(({ visit, part }) => part.stations.filter((row) => fits(row.call_sign, row.name, ...row.assignments.flatMap((one) => [one.license?.number, ...(one.license?.codes || [])]))).map((station) => ({ visit, station })));
  const places = full.filter(({ part }) => part.place && fits(part.place.business_registration, part.place.name, part.number));
  const taken = new Set(stations.map(({ station }) => station.id));
  const around = ((await records.stationsAround())?.rows || []).filter((row) => !taken.has(row.id) && fits(row.call_sign, row.name, row.holder)).slice(0, 10);
  return { stations, places, around, none: !stations.length && !places.length && !around.length };
}
