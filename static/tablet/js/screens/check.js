// The checklist: each item answered by one tap; a fail opens what it asks for, the clause is one tap away.

import { pick, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { button, note } from "../parts/field.js";
import { missingOf, isStated, stateOf } from "../parts/lacks.js";
import { open } from "../parts/model.js";
import { answeredOf, frame } from "./visit_frame.js";
import { itemCard } from "./check_item.js";

export async function check(ctx, [id, only]) {
  const model = await open(id);
  const left = h("p.left", { role: "status" });
  const onward = button(t("check.next"), () => {
    const next = lacking()[0];
    document.getElementById(`item-${next.id}`).scrollIntoView({ block: "start" });
    document.querySelector(`#item-${CSS.escape(next.id)} .segments input`)?.focus({ preventScroll: true });
  }, "outline");
  const lacking = () => model.items.filter((item) => missingOf(stateOf(item, model.view), isStated(model.view)).length);
  const count = () => {
    const missing = lacking().length;
    left.textContent = missing ? t("check.left", { n: missing }) : t("check.done");
    left.classList.toggle("done", !missing);
    onward.hidden = !missing;
    node?.querySelector(".steps [aria-current] .step-count")?.replaceChildren(answeredOf(model));
  };
  const sections = [];
  let node = null;
  let heading = "";
  for (const item of model.items) {
    const list = model.lists.find((one) => one.items.includes(item));
    const name = pick(item, "section");
    if (name !== heading) {
      heading = name;
      sections.push(h("h2.section", {}, model.lists.length > 1 ? `${pick(list, "title")}: ${name}` : name));
    }
    sections.push(itemCard(ctx, model, item, count));
  }
  node = frame(model, "check", [model.items.length ? null : note("info", h("p", {}, t("check.none"))), sections, h("div.bottom-bar", {}, left, onward)]);
  count();
  if (only) requestAnimationFrame(() => document.getElementById(`item-${only}`)?.scrollIntoView({ block: "start" }));
  return { title: t("check.title"), node };
}
