// Sealed: counters until the server's receipt, which alone says "sent".

import { subscribe } from "../store/state.js";
import { moment, t } from "../words/index.js";
import { countersBox } from "../parts/counters.js";
import { h, replace } from "../parts/dom.js";
import { facts, link, note } from "../parts/field.js";
import { nameOf, seen } from "../parts/model.js";
import { syncButton } from "../parts/sync_button.js";
import { keptCard } from "./kept.js";

export async function sealed(ctx, [id]) {
  const box = h("div", { "aria-live": "polite" });
  const draw = async () => {
    const view = await seen(id);
    replace(box, progress(view, id), keptCard(view.kept));
    return view;
  };
  const view = await draw();
  const stop = subscribe(() => draw().catch(() => {})); // locked meanwhile: the PIN screen is there already
  return { title: t("sealed.title"), leave: stop, node: h("div", {}, h("p.lead", {}, nameOf(view.part)), box, h("div.row", {}, link(t("today.title"), "/today", "button.primary"), link(t("copy.title"), `/visit/${id}/copy`, "button.outline"), syncButton())) };
}

function progress({ sealed: seal, counters, returned: again }, id) {
  if (!seal) return note("warn", h("p", {}, t("sealed.not_yet"), " ", link(t("review.title"), `/visit/${id}/review`)));
  const { receipt } = seal;
  const done = Boolean(receipt);
  return h("section.card", {},
    again ? note("bad", h("p", {}, h("strong", {}, t("returned.title")), ": ", h("span", { lang: "vi" }, again.reason)), h("p", {}, link(t("returned.open"), `/visit/${id}`))) : null,
    done ? note("good", h("p", {}, h("strong", {}, t("sealed.sent")))) : note("warn", h("p", {}, h("strong", {}, t("sealed.waiting"))), h("p", {}, t("sealed.waiting_hint"))),
    countersBox(counters),
    h("progress", { max: String(Math.max(1, counters.recorded)), value: counters.receipted, "aria-label": t("counter.receipted") }),
    done ? facts([[t("sealed.sealed_at"), moment(receipt.sealed_at)], [t("sealed.received_at"), moment(receipt.received_at)], [t("sealed.checked"), receipt.checked], ["SHA-256", h("code.hash", {}, receipt.sha256)]]) : null,
    again ? null : note("info", h("p", {}, t("sealed.corrections"))));
}
