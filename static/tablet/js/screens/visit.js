// One visit: what is known of the party and the place, what is licensed, what was found before and must be closed.

import { date, days, moment, number, position, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { askReason } from "../parts/dialog.js";
import { button, facts } from "../parts/field.js";
import { kept } from "../parts/form.js";
import { nameOf, open, placeOf } from "../parts/model.js";
import { evidenceBox } from "../parts/evidence.js";
import { stationCard } from "../parts/station_card.js";
import { frame } from "./visit_frame.js";
import { earlierCard } from "./earlier.js";
import { aroundCard } from "./around.js";
import { keptCard } from "./kept.js";
import { returnedCard } from "./returned.js";

export async function visit(ctx, [id]) {
  const model = await open(id);
  const { part } = model.view;
  return {
    title: nameOf(part),
    node: frame(model, "", [
      await returnedCard(model),
      begin(ctx, model),
      keptCard(model.view.kept),
      await earlierCard(model),
      h("section.card", {}, h("h2", {}, t("visit.known")), known(part)),
      part.stations.map(stationCard),
      part.place ? h("section.card", {}, h("h2", {}, t(part.place.status === "found" ? "visit.place_found" : "visit.place_known")), place(part.place)) : null,
      model.over || !model.started ? null : general(model),
      await aroundCard(part),
    ]),
  };
}

function begin(ctx, model) {
  if (model.over || model.started) return null;
  return h("section.card.next", {}, h("h2", {}, t("visit.next")), h("p", {}, t("visit.start_hint")),
    h("div.row", {},
      button(t("visit.start"), async () => { if (await kept(() => model.start())) ctx.go(`/visit/${model.id}/check`); }, "primary"),
      button(t("visit.give_up"), () => giveUp(ctx, model), "outline")));
}

async function giveUp(ctx, model) {
  const reason = await askReason(t("visit.give_up"), t("visit.give_up_why"), { rows: 3 });
  if (reason && (await kept(() => model.giveUp(reason)))) ctx.refresh();
}

const known = (part) => facts([
  [t("visit.party"), [part.party?.name, part.party?.kind && t(`party_kind.${part.party.kind}`)].filter(Boolean).join(" · ") || t("record.unknown_party")],
  [t("visit.identifier"), part.party?.identifier],
  [t("visit.representative"), [part.party?.representative, part.party?.representative_title].filter(Boolean).join(", ")],
  [t("visit.phone"), part.party?.phone ? h("a", { href: `tel:${part.party.phone.replace(/\s/g, "")}` }, part.party.phone) : ""],
  [t("visit.party_address"), part.party?.address],
  [t("visit.place"), placeOf(part)],
  [t("visit.position"), part.lat === null || part.lat === undefined ? "" : position(part.lat, part.lon)],
  [t("visit.window"), days(part.window_start, part.window_end)],
  [t("visit.reason"), [part.reason && t(`reason.${part.reason}`), part.reason_text].filter(Boolean).join(": ")],
  [t("visit.basis"), part.legal_basis],
  [t("visit.no_notice"), part.no_notice ? [t(`no_notice.${part.no_notice}`), part.no_notice_reason].filter(Boolean).join(": ") : ""],
  [t("record.team"), part.team.map((one) => `${one.name}${one.lead ? ` (${t("visit.lead")})` : ""}`).join("; ")],
  [t("visit.started"), part.started_at ? moment(part.started_at) : ""],
]);

const place = (row) => facts([
  [t("visit.kind"), row.kind ? t(`place_kind.${row.kind}`) : ""],
  [t("visit.registration"), row.business_registration],
  [t("visit.hours"), row.opening_time ? `${row.opening_time.slice(0, 5)} – ${(row.closing_time || "").slice(0, 5)}` : ""],
  [t("visit.computers"), row.computers ? number(row.computers) : ""],
  [t("visit.area"), row.room_area_m2 ? `${number(row.room_area_m2)} m²` : ""],
  [t("visit.isp"), [row.isp_name, row.isp_contract_number, row.isp_contract_until && `${t("until")} ${date(row.isp_contract_until)}`].filter(Boolean).join(" · ")],
  [t("visit.line"), row.isp_line],
  [t("visit.games"), row.offers_games ? [t("yes"), (row.games || []).map((game) => game.name || game).join(", ")].filter(Boolean).join(": ") : ""],
  [t("visit.road"), row.road_distance_m ? `${number(row.road_distance_m)} m` : ""],
]);

function general(model) {
  const rows = model.view.evidence.filter((row) => row.kind !== "signature" && !row.item && !row.finding && !row.measurement && !row.earlier);
  return h("section.card", {}, h("h2", {}, t("visit.photos")), evidenceBox(model.id, rows, async () => ({})));
}

