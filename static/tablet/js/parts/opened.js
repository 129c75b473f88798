// A visit found on the way, laid out like one of the package until the office has given it its number.

import * as records from "../store/records.js";
import { today } from "../words/index.js";

export async function partOf(id, opened) {
  const [info, rows] = await Promise.all([records.packageInfo(), rowsOf()]);
  const row = rows.find((one) => fits(one, opened)) || {};
  const shop = opened.what === "unregistered_shop";
  return {
    id, number: "", status: "", subject: row.subject || "", reason: "on_the_spot", reason_text: opened.explanation, legal_basis: "",
    lat: opened.lat ?? null, lon: opened.lon ?? null, window_start: today(), window_end: today(), no_notice: "", no_notice_reason: "",
    party: opened.party ? { identifier: "", representative: "", ...opened.party } : null,
    place: shop ? { name: opened.name || "", kind: opened.shop_kind, offers_games: opened.offers_games, address: opened.address, lat: opened.lat ?? null, lon: opened.lon ?? null } : null,
    stations: [], address: opened.address, team: info?.me ? [{ id: info.me.id, name: info.me.name, post: info.me.post, lead: true }] : [],
    checklists: (row.checklists || []).map((version) => ({ version })), items: row.items || [], open_violations: [], answers: [], findings: [],
  };
}

export const rowsOf = async () => (await records.openings())?.rows || [];

export const fits = (row, { what, shop_kind: kind, offers_games: games }) =>
  row.what === what && (what !== "unregistered_shop" || (row.shop_kind === kind && Boolean(row.offers_games) === Boolean(games)));
