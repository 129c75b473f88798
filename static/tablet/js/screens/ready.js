// Ready for a day without coverage: the package is fetched, and every part proved by reading it back.

import * as records from "../store/records.js";
import { fetchPackage, isReady, proof } from "../sync/package.js";
import { moment, t } from "../words/index.js";
import { say } from "../parts/announce.js";
import { h, replace } from "../parts/dom.js";
import { button, link, mark, note } from "../parts/field.js";
import { problemText } from "../parts/problems.js";


export async function ready(ctx) {
  const result = h("div", { "aria-live": "polite" });
  const trouble = h("div", { role: "alert" });
  const press = button(t("ready.fetch"), () => fetch_(), "primary.large");

  let turn = 0, again = true;

  async function check() {
    const mine = ++turn;
    replace(result, h("p.soft", {}, t("ready.checking")));
    const rows = await proof();
    const good = isReady(rows);
    const info = await records.packageInfo();
    if (mine !== turn) return; // a later look is under way
    replace(result, good ? note("good", h("p", {}, h("strong", {}, t("ready.yes")))) : note("warn", h("p", {}, h("strong", {}, t("ready.no")))),
      h("ul.proof", {}, rows.map(({ what, ok }) => h("li", {}, mark(ok ? "good" : isReady([{ what, ok }]) ? "neutral" : "warn", t(ok ? "ready.ok" : "ready.lacking")), " ", t(`ready.part.${what}`), what === "storage" && !ok ? h("span.soft.block", {}, t("ready.storage_hint")) : null))),
      info ? h("p.soft", {}, t("ready.fetched", { at: moment(info.server_time) }), info.more_visits ? ` ${t("ready.more")}` : "") : null);
    say(t(good ? "ready.yes" : "ready.no"));
    // right after the first start the worker is still storing the application: look once more when it is done
    if (!good && again) navigator.serviceWorker?.ready.then(() => { again = false; if (mine === turn) check(); });
  }

  async function fetch_() {
    press.disabled = true;
    replace(trouble);
    replace(result, h("p.soft", {}, t("ready.fetching")));
    try {
      await fetchPackage();
    } catch (error) {
      replace(trouble, note("warn", h("p", {}, problemText(error)), error.code === "sign_in" ? h("p", {}, link(t("signin.title"), "/sign-in", "button.outline")) : null));
    }
    press.disabled = false;
    await check();
  }
  const info = await records.packageInfo();
  if (info || !navigator.onLine) check();
  else fetch_();
  return { title: t("ready.title"), node: h("div.narrow", {}, h("p.lead", {}, t("ready.text")), h("div.row", {}, press, link(t("today.title"), "/today", "button.outline")), trouble, h("section.card", {}, h("h2", {}, t("ready.parts")), result)) };
}
