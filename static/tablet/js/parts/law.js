// The clause behind an item or a violation, one tap away.

import { number, pick, t } from "../words/index.js";
import { h } from "./dom.js";
import { fold } from "./field.js";

export function clause(row) {
  return h("div.clause", {},
    h("p", {}, h("strong", {}, pick(row, "citation"))),
    h("p", { lang: "vi" }, row.wording_vi || row.text_vi),
    row.text_en && document.documentElement.lang === "en" && row.text_en !== row.wording_vi ? h("p.soft", {}, row.text_en) : null,
    bracket(row) ? h("p", {}, `${t("law.bracket")}: ${bracket(row)}`) : null,
    row.classes?.length > 1 ? h("ul", {}, row.classes.map((one) => h("li", {}, [classOf(one), bracket(one)].filter(Boolean).join(": ")))) : null,
    h("p.soft", {}, `${t("law.counting")}: ${t(`counting.${row.counting}`)}`),
    pick(row, "caution") ? h("p.soft", {}, pick(row, "caution")) : null);
}

function bracket(row) {
  if (row.fine_max_vnd === null) return "";
  return t("law.from_to", { from: number(row.fine_min_vnd || 0), to: number(row.fine_max_vnd), who: t(row.applies_to === "individual" ? "law.individual" : "law.organisation") });
}

function classOf(row) {
  const [above, upTo] = [row.power_above_w, row.power_up_to_w];
  if (above === null && upTo === null) return "";
  if (above === null) return t("law.up_to", { w: number(upTo) });
  return upTo === null ? t("law.above", { w: number(above) }) : t("law.between", { from: number(above), to: number(upTo) });
}

// All violations an item's "no" may be, folded away under the name of the first clause.
export function lawOf(item, law) {
  const rows = violationsOf(item, law);
  if (!rows.length) return fold(t("law.none"), h("p", {}, item.provisions.join(", ")));
  const summary = rows.length > 1 ? `${pick(rows[0], "citation")} ${t("law.more", { n: rows.length - 1 })}` : pick(rows[0], "citation");
  return fold(`${t("law.basis")}: ${summary}`, rows.map(clause));
}

export function violationsOf(item, law) {
  const codes = new Set(item.violations);
  return law.violations.filter((row) => codes.has(row.code) || row.classes.some((one) => codes.has(one.code)));
}

// The code the server looks for among the item's own: that of the row, or of one of its power classes.
export const codeFor = (item, row) => (item && !item.violations.includes(row.code)
  ? row.classes.find((one) => item.violations.includes(one.code))?.code || row.code : row.code);
