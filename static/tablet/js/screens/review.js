// Review: exactly what will be sealed, line by line, and what is still missing; then the seal.

import { date, pick, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { ask } from "../parts/dialog.js";
import { settled } from "../parts/evidence.js";
import { button, fold, link, mark, note } from "../parts/field.js";
import { kept } from "../parts/form.js";
import { lacks, lacksOfPeople } from "../parts/lacks.js";
import { open } from "../parts/model.js";
import { readingText } from "../parts/record_text.js";
import { now as sync } from "../sync/engine.js";
import { submitAgain } from "./returned.js";
import { frame } from "./visit_frame.js";

export async function review(ctx, [id]) {
  await settled();
  const model = await open(id);
  const again = model.view.returned; // given back: what is lacking of the signatures is said, and the chief decides
  const missing = again ? lacksAgain(model.view) : lacks(model.items, model.view);
  return {
    title: t("review.title"),
    node: frame(model, "review", [
      again ? note("info", h("p", {}, t("returned.review"))) : null,
      missing.length
        ? h("section.card", {}, h("h2", {}, t("review.missing"), " ", mark("warn", String(missing.length))), h("ul.lacks", {}, missing.map((one) => lack(model, one))))
        : again ? null : note("good", h("p", {}, t("review.ready"))),
      contents(model),
      again ? h("div.row.actions", {}, submitAgain(ctx, model)) : model.over || !model.started ? null : h("div.row.actions", {}, button(t("review.seal"), () => seal(ctx, model), "primary.large", { disabled: missing.length > 0 }),
        missing.length ? h("p.soft", {}, t("review.not_yet")) : null),
    ]),
  };
}

// A tablet that has cleared away what was sealed says nothing of it.
const lacksAgain = (view) => (view.sealed ? lacksOfPeople(view) : []);

function lack(model, one) {
  const where = one.where === "check" ? `check/${one.item.id}` : one.where === "earlier" ? "outcome" : one.key === "lack.outcome" || one.key.endsWith("finding") ? "outcome" : "people";
  const what = one.item ? `${one.item.code} ${pick(one.item, "text")}` : one.earlier ? pick(one.earlier, "citation") : one.person?.person || "";
  return h("li", {}, link([t(one.key), what].filter(Boolean).join(": "), `/visit/${model.id}/${where}`));
}

function contents({ view, items }) {
  const files = view.evidence;
  const count = (choice) => view.answers.filter((row) => row.choice === choice).length;
  const list = (rows, line) => (rows.length ? h("ul", {}, rows.map((row) => h("li", {}, line(row)))) : h("p.soft", {}, t("review.nothing")));
  return h("section.card", {}, h("h2", {}, t("review.contents")),
    part(t("review.answers"), view.answers.length, [
      h("p", {}, ["pass", "fail", "not_applicable"].map((one) => `${t(`choice.${one}`)}: ${count(one)}`).join(" · ")),
      list(items.filter((item) => view.answers.some((row) => row.item === item.id)), (item) => `${item.code} ${pick(item, "text")}: ${t(`choice.${view.answers.find((row) => row.item === item.id).choice}`)}`)]),
    view.earlier.length ? part(t("earlier.title"), view.earlier.length, list(view.earlier, (row) => earlierLine(view, row))) : null,
    part(t("review.findings"), view.findings.length, list(view.findings, (row) => `${row.facts} (${date(row.act_started_on)})`)),
    part(t("review.measurements"), view.measurements.length, list(view.measurements, (row) => readingText(row, view.part))),
    part(t("review.files"), files.length, list(files, (row) => [`${t(`evidence.${row.kind || "photo"}`)}: ${row.caption || row.file_name}`, h("code.hash", {}, row.sha256)])),
    part(t("review.people"), view.attendance.length, list(view.attendance, (row) => `${row.person} (${t(`capacity.${row.capacity}`)}): ${t(`signing.${row.signing}`)}`)),
    part(t("review.outcome"), "", view.concluded ? h("p", {}, [t(`outcome.${view.concluded.outcome}`), view.concluded.report, view.concluded.party_statement].filter(Boolean).join(" · ")) : h("p.soft", {}, t("review.nothing"))),
    view.shown ? part(t("review.shown"), "", [h("p.hash", {}, `SHA-256: ${view.shown.sha256}`), h("pre.record", { lang: "vi", tabindex: "0" }, view.shown.text)]) : null);
}

function earlierLine({ part: { open_violations: rows = [] } }, check) {
  const row = rows.find((one) => one.id === check.earlier);
  return [row ? `${row.visit}, ${pick(row, "citation")}` : "", `${t(`earlier.${check.result}`)}: ${check.facts}`].filter(Boolean).join(" – ");
}

const part = (title, count, body) => fold(count === "" ? title : `${title} (${count})`, body);

async function seal(ctx, model) {
  if ((await ask(t("review.seal"), h("p", {}, t("review.seal_text")), [["yes", t("review.seal_yes"), "primary"]])) !== "yes") return;
  if (!(await kept(() => model.seal(), t("review.sealed")))) return;
  ctx.go(`/visit/${model.id}/sealed`);
  sync().catch(() => {}); // the engine tells the state itself; the screen listens to it
}
