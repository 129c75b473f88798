// A visit found on the way, laid out like one of the package until the office has given it its number.

import * as records from "../store/records.js";
import { today } from "../words/index.js";
import { knownPlace } from "./known_places.js";

export async function partOf(id, opened) {
  const [info, rows] = await Promise.all([records.packageInfo(), rowsOf()]);
  const known = opened.what === "registered" ? await knownPlace(opened.establishment || opened.station) : null;
  const row = rows.find((one) => fits(one, { ...opened, opening: known?.opening })) || {};
  const shop = opened.what === "unregistered_shop";
  const part = {
    id, number: "", status: "", subject: row.subject || "", reason: "on_the_spot", reason_text: opened.explanation, legal_basis: "",
    lat: opened.lat ?? null, lon: opened.lon ?? null, tx_hz: opened.tx_hz, window_start: today(), window_end: today(), no_notice: "", no_notice_reason: "",
    party: opened.party ? { identifier: "", representative: "", ...opened.party } : null,
    place: shop ? { status: "found", name: opened.name || "", kind: opened.shop_kind, offers_games: opened.offers_games, address: opened.address, lat: opened.lat ?? null, lon: opened.lon ?? null } : null,
    stations: [], address: opened.address, team: info?.me ? [{ id: info.me.id, name: info.me.name, post: info.me.post, lead: true }] : [],
    checklists: (row.checklists || []).map((version) => ({ version })), items: row.items || [], open_violations: known?.open_violations || [], answers: [], findings: [], earlier: [],
  };
  if (!known) return part;
  const { station, holder: name, holder_kind: kind, identifier = "", representative = "", ...told } = known;
  return { ...part, lat: told.lat, lon: told.lon, party: { name, kind, identifier, representative }, ...(station ? { stations: [told] } : { place: told }) };
}

export const rowsOf = async () => (await records.openings())?.rows || [];

export const fits = (row, { what, shop_kind: kind, offers_games: games, opening }) =>
  row.what === what && (what !== "registered" || row.key === opening) && (what !== "unregistered_shop" || (row.shop_kind === kind && Boolean(row.offers_games) === Boolean(games)));
