// The clause behind an item or a violation, one tap away, with what it costs a party of this kind.

import { number, pick, t } from "../words/index.js";
import { h } from "./dom.js";
import { fold } from "./field.js";

// Whose rates a party takes, as the server says by its kind: all where nobody knows the kind, or the law does not say.
export function payerOf(words, kind = "") {
  const rates = words?.rates?.[kind] || ["organisation", "individual"];
  return { rates, why: rates.length > 1 ? t(kind === "household" ? "law.household" : "law.kind_unknown") : "" };
}

// The clauses of these violations, and why there are two brackets where there are.
export const clauses = (rows, { rates, why }) =>
  [rows.map((row) => clause(row, rates)), why && rows.some((row) => row.rates?.length > 1) ? h("p.soft", {}, why) : null];

function clause(row, rates) {
  return h("div.clause", {},
    h("p", {}, h("strong", {}, pick(row, "citation"))),
    h("p", { lang: "vi" }, row.wording_vi || row.text_vi),
    row.text_en && document.documentElement.lang === "en" && row.text_en !== row.wording_vi ? h("p.soft", {}, row.text_en) : null,
    h("p", {}, [t(`penalty.${row.penalty_kind || "fine"}`), brackets(row, rates)].filter(Boolean).join(": ")),
    row.classes?.length > 1 ? h("ul", {}, row.classes.map((one) => h("li", {}, [classOf(one), brackets(one, rates)].filter(Boolean).join(": ")))) : null,
    h("p.soft", {}, `${t("law.counting")}: ${t(`counting.${row.counting}`)}`),
    pick(row, "caution") ? h("p.soft", {}, pick(row, "caution")) : null);
}

function brackets(row, rates) {
  const told = (row.rates || [{ ...row, rate: row.applies_to }]).filter((one) => one.fine_max_vnd !== null); // a package of an older server
  const own = told.filter((one) => rates.includes(one.rate));
  return (own.length ? own : told) // an act of individuals only is said to be one
    .map((one) => t("law.from_to", { from: number(one.fine_min_vnd || 0), to: number(one.fine_max_vnd), who: t(one.rate === "individual" ? "law.individual" : "law.organisation") }))
    .join("; ");
}

function classOf(row) {
  const [above, upTo] = [row.power_above_w, row.power_up_to_w];
  if (above === null && upTo === null) return "";
  if (above === null) return t("law.up_to", { w: number(upTo) });
  return upTo === null ? t("law.above", { w: number(above) }) : t("law.between", { from: number(above), to: number(upTo) });
}

// All violations an item's "no" may be, folded away under the name of the first clause.
export function lawOf(item, law, payer) {
  const rows = violationsOf(item, law);
  if (!rows.length) return fold(t("law.none"), h("p", {}, item.provisions.join(", ")));
  const summary = rows.length > 1 ? `${pick(rows[0], "citation")} ${t("law.more", { n: rows.length - 1 })}` : pick(rows[0], "citation");
  return fold(`${t("law.basis")}: ${summary}`, clauses(rows, payer));
}

export function violationsOf(item, law) {
  const codes = new Set(item.violations);
  return law.violations.filter((row) => codes.has(row.code) || row.classes.some((one) => codes.has(one.code)));
}

// The violation of this code, also where the code is that of one of its power classes.
export const ruleOf = (rules, code) => rules.find((row) => row.code === code || row.classes.some((one) => one.code === code));

// The code the server looks for among the item's own: that of the row, or of one of its power classes.
export const codeFor = (item, row) => (item && !item.violations.includes(row.code)
  ? row.classes.find((one) => item.violations.includes(one.code))?.code || row.code : row.code);
