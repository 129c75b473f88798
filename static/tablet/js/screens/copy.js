// The party's copy: the same text that was shown, with its hash, to be printed or read; online the server's paper.

import { sha256 } from "../store/ids.js";
import * as records from "../store/records.js";
import { inVietnamese as vi, moment, t } from "../words/index.js";
import { config } from "../config.js";
import { h } from "../parts/dom.js";
import { button, link, note, officePage } from "../parts/field.js";
import { open } from "../parts/model.js";
import { recordText } from "../parts/record_text.js";

export async function textOf(model) {
  const { view } = model;
  if (model.over && view.shown) return view.shown.text;
  const info = await records.packageInfo();
  return recordText({ view, items: model.items, law: model.law, agency: info?.tablet?.agency_vi || info?.tablet?.agency || config.system });
}

export async function copy(ctx, [id]) {
  const model = await open(id);
  const { view } = model;
  const text = view.shown && !view.shown.stale ? view.shown.text : await textOf(model);
  const hash = await sha256(text);
  return {
    title: t("copy.title"),
    node: h("div", {},
      h("div.row.no-print", {}, link(t("back"), `/visit/${id}/people`, "button.outline"), button(t("copy.print"), () => window.print(), "primary"),
        view.sealed?.receipt && navigator.onLine ? officePage(id, t("copy.server")) : null),
      view.shown?.sha256 === hash ? null : note("warn", h("p", {}, t("copy.draft"))),
      h("article.paper", { lang: "vi" }, h("pre.record", {}, text), h("p.hash", {}, `SHA-256: ${hash}`),
        view.attendance.length ? h("ul", {}, view.attendance.map((row) => h("li", {}, [`${row.person} (${vi(`capacity.${row.capacity}`)}): ${vi(`signing.${row.signing}`)}`, row.reason, row.recorded_at && moment(row.recorded_at, "vi")].filter(Boolean).join(" · ")))) : null)),
  };
}
