// What is kept here, what is sent, how much room is left; sending, the emergency export, leaving.

import { maySignOut, signOut } from "../net/session.js";
import { packageInfo } from "../store/records.js";
import { counters, persist, subscribe } from "../store/state.js";
import { lock, person } from "../store/vault.js";
import { status } from "../sync/engine.js";
import { emergency } from "../sync/export.js";
import { bytes, isoDay, moment, number, t } from "../words/index.js";
import { alarm, say } from "../parts/announce.js";
import { countersBox } from "../parts/counters.js";
import { h, replace } from "../parts/dom.js";
import { button, facts, link, mark, note } from "../parts/field.js";
import { kept } from "../parts/form.js";
import { problemText } from "../parts/problems.js";
import { syncButton } from "../parts/sync_button.js";
import { config } from "../config.js";

export async function storage(ctx) {
  const box = h("div");
  const draw = async () => replace(box, state(await counters(), status()));
  await draw();
  const info = await packageInfo();
  const stop = subscribe(() => draw().catch(() => {})); // locked meanwhile: the PIN screen is there already
  return {
    title: t("storage.title"),
    leave: stop,
    node: h("div", {}, box,
      h("section.card", {}, h("h2", {}, t("storage.send")), h("div.row", {}, syncButton(), link(t("kept.title"), "/kept", "button.outline"))),
      h("section.card", {}, h("h2", {}, t("export.title")), h("p", {}, t("export.text")), button(t("export.do"), exportNow, "outline")),
      h("section.card", {}, h("h2", {}, t("leave.title")), h("p", {}, t("leave.text")),
        h("div.row", {}, button(t("leave.lock"), () => { lock(); ctx.restart(); }, "outline"), button(t("leave.out"), () => out(ctx), "outline"))),
      h("p.soft", {}, `${config.system} ${config.version} · ${info?.me?.name || person()?.name || ""}`)),
  };
}

function state(now, { problem, nextAt }) {
  const share = now.quota ? now.usage / now.quota : 0;
  return [
    problem ? note("warn", h("p", {}, problemText(problem)), problem.code === "sign_in" ? link(t("signin.title"), "/sign-in", "button.outline") : nextAt ? h("p.soft", {}, t("sync.next", { at: moment(nextAt) })) : null) : null,
    h("section.card", {}, h("h2", {}, t("storage.work")),
      countersBox(now),
      facts([
        [t("storage.bytes"), bytes(now.bytesWaiting)],
        [t("storage.contact"), now.lastContact ? moment(now.lastContact) : t("storage.never")],
        [t("storage.others"), now.others ? number(now.others) : ""],
        [t("storage.kept"), now.kept ? number(now.kept) : ""],
      ])),
    h("section.card", {}, h("h2", {}, t("storage.room")),
      h("meter", { min: "0", max: "1", value: share, "aria-label": t("storage.room"), high: "0.8" }),
      h("p", {}, t("storage.used", { used: bytes(now.usage), all: bytes(now.quota) })),
      share > 0.8 ? note("warn", h("p", {}, t("storage.tight"))) : null,
      h("p", {}, now.persisted ? mark("good", t("storage.persisted")) : [mark("warn", t("storage.not_persisted")), " ", button(t("storage.ask"), async () => say(t((await persist()) ? "storage.persisted" : "storage.refused")), "outline")])),
  ];
}

async function exportNow() {
  await kept(async () => {
    const url = URL.createObjectURL(await emergency());
    const save = h("a", { href: url, download: `wavewarden-${isoDay(new Date())}-${Date.now() % 100000}.wwfield` });
    document.body.append(save);
    save.click();
    save.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }, t("export.done"));
}

async function out(ctx) {
  const waiting = await maySignOut();
  if (waiting.operations || waiting.files) {
    alarm(t("leave.pending", { operations: number(waiting.operations), files: number(waiting.files) }));
    return;
  }
  try {
    await signOut();
    ctx.restart();
  } catch (error) {
    alarm(problemText(error));
  }
}
