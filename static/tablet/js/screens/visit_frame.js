// What stands above every screen of a visit: where one is, its state, and its steps.

import { t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { note, link } from "../parts/field.js";
import { nameOf } from "../parts/model.js";
import { stateOf } from "../parts/lacks.js";
import { isRecalled, stateMark } from "../parts/visit_states.js";

const STEPS = [["", "step.visit"], ["check", "step.check"], ["measure", "step.measure"], ["outcome", "step.outcome"], ["people", "step.people"], ["review", "step.review"]];

// How many items have an answer, of how many.
export const answeredOf = ({ items, view }) => `${items.filter((item) => stateOf(item, view).answer?.choice).length}/${items.length}`;

export function frame(model, here, body) {
  const { view } = model;
  const counts = { check: answeredOf(model), measure: view.measurements.length || "", people: view.attendance.length || "" };
  return h("div", {},
    h("div.visit-line", {}, h("nav", { "aria-label": t("nav.path") }, link(t("today.title"), "/today"), h("span.soft", {}, ` / ${[view.part.number || t("record.no_number"), here ? nameOf(view.part) : ""].filter(Boolean).join(" / ")}`)), stateMark(view.state)),
    isRecalled(view) ? note("bad", h("p", {}, t("visit.recalled"))) : null,
    h("nav.steps", { "aria-label": t("nav.steps") }, h("ol", {}, STEPS.map(([name, word]) => h("li", {}, h("a", {
      href: `#/visit/${model.id}${name ? `/${name}` : ""}`, "aria-current": name === here ? "step" : null,
    }, t(word), counts[name] ? h("span.step-count", {}, counts[name]) : null))))),
    model.over && here !== "" ? note("info", h("p", {}, t("visit.over"), view.sealed ? ` ${t("sealed.corrections")} ` : " ", link(t("sealed.title"), `/visit/${model.id}/sealed`))) : null,
    view.returned && here !== "" ? note("warn", h("p", {}, t("returned.title"), ": ", h("span", { lang: "vi" }, view.returned.reason), " ", link(t("step.visit"), `/visit/${model.id}`))) : null,
    !model.over && !model.started && here !== "" ? note("warn", h("p", {}, t("visit.not_started"), " ", link(t("step.visit"), `/visit/${model.id}`))) : null,
    body);
}
