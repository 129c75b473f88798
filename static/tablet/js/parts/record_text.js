// The text that is shown to the party and whose hash they sign: always Vietnamese, the same record the same text.

import { byServer, now } from "../clock.js";
import { date, inVietnamese as vi, language, metres, moment, number, t } from "../words/index.js";
import { DOUBT_UNIT, TYPED } from "./compare.js";
import { ruleOf } from "./law.js";

export function recordText({ view, items, law, agency }) {
  return [...head(view, agency), ...checked(view, items), ...measured(view), ...found(view, law), ...earlier(view), ...files(view), ...ended(view)].join("\n");
}

function* head({ part, startedAt }, agency) {
  yield agency;
  yield vi("record.title", { number: part.number || vi("record.no_number") });
  yield `${vi("visit.party")}: ${[part.party?.name, part.party?.identifier].filter(Boolean).join(" – ") || vi("record.unknown_party")}`;
  if (part.party?.representative) yield `${vi("visit.representative")}: ${part.party.representative}`;
  yield `${vi("visit.place")}: ${part.place ? [part.place.name, part.place.address].filter(Boolean).join(", ") : part.stations.map((row) => `${row.name}, ${row.address}`).join("; ") || part.address || ""}`;
  yield `${vi("record.team")}: ${part.team.map((one) => `${one.name}${one.post ? ` (${one.post})` : ""}`).join("; ")}`;
  yield [startedAt && `${vi("record.started")}: ${moment(startedAt, "vi")}`, `${vi("record.written")}: ${moment(now(), "vi")}`].filter(Boolean).join(" · ");
  if (part.legal_basis) yield `${vi("visit.basis")}: ${part.legal_basis}`;
}

function* checked(view, items) {
  if (!items.length) return;
  yield "";
  yield vi("record.checked");
  for (const item of items) {
    const answer = view.answers.find((row) => row.item === item.id);
    yield `${item.code} ${item.text_vi}: ${answer ? vi(`choice.${answer.choice}`) : "…"}`;
    const said = [answer?.value, answer?.note, answer?.no_finding_reason].filter(Boolean).join(" · ");
    if (said) yield `    ${said}`;
  }
}

function* measured(view) {
  if (!view.measurements.length) return;
  yield "";
  yield vi("record.measured");
  for (const row of view.measurements) yield `- ${readingText(row, view.part, "vi")}`;
}

export function readingText(row, { stations }, to = language()) {
  const quantity = (to === "vi" ? vi : t)(`quantity.${row.quantity}`);
  const [unit, scale] = TYPED[row.quantity] || ["", 1];
  const value = row.value === null || row.value === undefined ? "" : `${number(row.value / scale, 6, 0, to)} ${unit}`;
  const doubt = row.uncertainty ? `± ${number(row.uncertainty, 3, 0, to)} ${DOUBT_UNIT[row.quantity] || unit}` : "";
  const emission = row.emission_hz ? `${number(row.emission_hz / 1e6, 6, 0, to)} MHz` : "";
  const place = row.lat !== undefined && row.lat !== null ? `${row.lat.toFixed(6)}, ${row.lon.toFixed(6)}` : "";
  const far = row.distance_m ? metres(row.distance_m, to) : "";
  return [quantity, stations.find((one) => one.id === row.station)?.name, [value, doubt].filter(Boolean).join(" "), emission, row.value_text, place, far,
    [row.instrument, row.instrument_serial].filter(Boolean).join(" "), moment(row.recorded_at || byServer(row.measured_at), to), row.note].filter(Boolean).join(" · ");
}

function* found(view, law) {
  if (!view.findings.length) return;
  yield "";
  yield vi("record.found");
  for (const [index, row] of view.findings.entries()) {
    const rule = ruleOf(law.violations, row.violation);
    yield `${index + 1}. ${rule?.citation_vi || row.violation || ""}: ${row.facts}`;
    const until = row.act_ended_on ? date(row.act_ended_on, "vi") : vi("finding.continuing_now");
    yield `    ${row.place} · ${date(row.act_started_on, "vi")} – ${until} · ${vi("finding.detected_on")}: ${date(row.detected_on, "vi")}`;
    if (row.act_time) yield `    ${vi("finding.act_time")}: ${row.act_time}`;
    if (row.tx_hz) yield `    ${number(row.tx_hz / 1e6, 6, 3, "vi")} MHz${row.deviation ? ` · ${vi(`deviation.${row.deviation}`)}` : ""}`;
    if (row.power_basis) {
      const watts = row.power_basis === "measured" ? row.measured_power_w : row.licensed_power_w;
      yield `    ${vi(`basis.${row.power_basis}`)}: ${number(watts, 3, 0, "vi")} W · ${row.power_basis_reason || ""}`;
    }
  }
}

function* earlier(view) {
  if (!view.earlier.length) return;
  yield "";
  yield vi("earlier.title");
  for (const check of view.earlier) {
    const row = (view.part.open_violations || []).find((one) => one.id === check.earlier);
    yield `- ${row ? `${row.visit}, ${row.citation_vi}: ` : ""}${vi(`earlier.${check.result}`)} – ${check.facts}`;
  }
}

function* files(view) {
  const rows = view.evidence.filter((row) => row.kind !== "signature");
  if (!rows.length) return;
  yield "";
  yield vi("record.files");
  for (const row of rows) yield `- ${vi(`evidence.${row.kind || "photo"}`)}: ${row.file_name || row.fileName} · SHA-256 ${row.sha256}`;
}

function* ended({ concluded }) {
  if (!concluded) return;
  yield "";
  yield `${vi("people.outcome")}: ${vi(`outcome.${concluded.outcome}`)}`;
  if (concluded.report) yield `${vi("people.report")}: ${concluded.report}`;
  if (concluded.party_statement) yield `${vi("people.statement")}: ${concluded.party_statement}`;
}
