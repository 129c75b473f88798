// What the server kept for a decision or in conflict, with the reason and what was decided.

import * as records from "../store/records.js";
import { subscribe } from "../store/state.js";
import { seen } from "../parts/model.js";
import { moment, t, has } from "../words/index.js";
import { h } from "../parts/dom.js";
import { link, mark, note } from "../parts/field.js";

export function keptCard(rows) {
  if (!rows?.length) return null;
  const open = rows.filter((row) => !["applied", "explained"].includes(row.state)).length;
  return h("section.card", {}, h("h2", {}, t("kept.title"), " ", open ? mark("warn", String(open)) : null), h("p.soft", {}, t("kept.hint")), h("ul.kept", {}, alike(rows).map(one)));
}

// Rows of which a person reads the same go together; where two versions stand, each is shown.
function alike(rows) {
  const groups = new Map();
  for (const row of rows) {
    const { type, code, status, state, message, explanation, receipt } = row;
    const key = JSON.stringify([type, code, status, state, message, explanation, receipt?.server?.differences?.length ? row.receipt.op_id : null]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function one([row, ...more]) {
  const decided = row.explanation;
  const differences = row.receipt?.server?.differences || [];
  return h("li", {},
    h("p", {}, h("strong", {}, has(`op.${row.type}`) ? t(`op.${row.type}`) : row.type, more.length ? ` × ${more.length + 1}` : ""), " ",
      mark(row.state === "applied" ? "good" : row.state === "explained" ? "neutral" : "warn", t(has(`kept.${row.state}`) ? `kept.${row.state}` : "kept.waiting")), " ",
      row.at ? h("span.soft", {}, moment(row.at)) : null),
    h("p", {}, t(has(`code.${row.code}`) ? `code.${row.code}` : row.status === "conflict" ? "code.stale_version" : "code.other")),
    row.message ? h("p.soft", { lang: "vi" }, row.message) : null,
    differences.map((pair) => h("p", {}, `${pair.label}: `, t("kept.both", { current: pair.current, yours: pair.yours }))),
    decided ? note("info", h("p", {}, `${t("kept.decided")}: ${decided}`)) : null);
}

export async function keptScreen(ctx) {
  const visits = await records.visits();
  const full = await Promise.all(visits.map(async (one) => ({ one, view: await seen(one.id) })));
  const withKept = full.filter(({ view }) => view.kept?.length);
  return {
    title: t("kept.title"),
    leave: subscribe((what) => { if (what === "records") ctx.refresh(); }),
    node: h("div", {}, withKept.length
      ? withKept.map(({ one: visit, view }) => h("div", {}, h("h2", {}, link(visit.place || visit.number, `/visit/${visit.id}`)), keptCard(view.kept)))
      : note("info", h("p", {}, t("kept.none")))),
  };
}
