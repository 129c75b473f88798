// Which screen is shown: enrolment, sign-in, PIN, then whatever the address says; the language changes in place.

import { learn } from "../clock.js";
import { enrolled } from "../net/session.js";
import { get } from "../store/device.js";
import * as records from "../store/records.js";
import { subscribe } from "../store/state.js";
import { isLocked, people } from "../store/vault.js";
import { now as sync } from "../sync/engine.js";
import { language, pick, setLanguage, t } from "../words/index.js";
import { alarm, calm, hush } from "../parts/announce.js";
import { h, replace } from "../parts/dom.js";
import { note } from "../parts/field.js";
import { endRecording } from "../parts/recorder.js";
import { enrolScreen } from "./enrol.js";
import { frame } from "./frame.js";
import { newPinScreen, unlockScreen } from "./pin.js";
import { signInForm } from "./sign_in.js";

// The screens behind the PIN: [file, function]. They are fetched when the tablet is open, so the first load stays small.
const SCREENS = {
  today: ["today"], ready: ["ready"], scan: ["scan"], found: ["found"], storage: ["storage"], kept: ["kept", "keptScreen"],
  "sign-in": ["sign_in", "signInScreen"],
};
const OF_VISIT = {
  "": ["visit"], check: ["check"], finding: ["finding"], measure: ["measure"], outcome: ["outcome"], people: ["people"],
  copy: ["copy"], review: ["review"], sealed: ["sealed"],
};

async function screen([file, name = file]) {
  return (await import(`./${file}.js`))[name];
}

// Once the tablet is open every screen is fetched, so that each tap finds it there.
const fetchAll = () => Promise.allSettled([...Object.values(SCREENS), ...Object.values(OF_VISIT)].map(screen));

let shown = null, turn = 0, page = null, gate = null, agency = "", locked = true;

export async function start(root, { update }) {
  setLanguage(language());
  learn((await get("clock"))?.offset_s);
  page = frame(root, { agency: () => agency, onUpdate: async () => { await shown?.keep?.(); update(); }, onLanguage: async () => { await shown?.keep?.(); hush(); render(); } });
  window.addEventListener("hashchange", () => { calm(); render(); });
  window.addEventListener("pagehide", () => { shown?.keep?.(); endRecording(); });
  subscribe((what) => { if (what === "vault" && isLocked() !== locked) render(); });
  await render();
}

const ctx = {
  go: (path) => { if (location.hash === `#${path}`) render(); else location.hash = `#${path}`; },
  refresh: () => render(),
  restart: (path) => { gate = null; if (path) history.replaceState(null, "", `#${path}`); render(); },
  signIn: (how) => { gate = { signIn: how }; render(); },
  gate: (how) => { gate = how; render(); },
  sync: () => sync(),
  alarm,
};

async function which() {
  const device = await enrolled();
  const told = isLocked() ? null : (await records.packageInfo())?.tablet;
  agency = device ? [pick(told, "agency") || device.agency, device.name].filter(Boolean).join(" · ") : "";
  if (!device) return enrolScreen(ctx);
  if (gate?.person) return newPinScreen(ctx, gate.person, gate.known);
  if (isLocked()) {
    if (!gate?.signIn && (await people()).length) return unlockScreen(ctx);
    return { title: t("signin.title"), node: signInForm(async (person) => ctx.gate({ person, known: (await people()).some((one) => one.id === person.id) }), { text: t(gate?.signIn?.forgotten ? "signin.forgotten" : "signin.text") }) };
  }
  gate = null;
  const [name, id, step = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  fetchAll();
  if (locked) await (await import("../parts/evidence.js")).keepInterrupted();
  if (name === "visit" && id && OF_VISIT[step]) return (await screen(OF_VISIT[step]))(ctx, [id, ...rest]);
  const chosen = (await records.packageInfo()) ? SCREENS[name] || SCREENS.today : SCREENS.ready;
  return (await screen(chosen))(ctx, [id]);
}

async function render() {
  const mine = ++turn;
  const before = shown;
  let next = null;
  try {
    await endRecording(); // before the next screen is read: the note is part of what it shows
    next = await which();
  } catch (error) {
    next = { title: t("error.title"), node: note("bad", h("p", {}, error.code === "unknown_visit" ? t("error.unknown_visit") : t("error.text", { why: error.message })), h("p", {}, h("a", { href: "#/today" }, t("today.title")))) };
  }
  if (mine !== turn) { next.leave?.(); return; } // a later screen is on its way
  before?.leave?.();
  shown = next;
  locked = isLocked();
  const top = h("h1", { tabindex: "-1" }, next.title);
  replace(page.main, top, next.node);
  document.title = `${next.title} – ${t("app.title")}`;
  page.draw(location.hash.replace(/^#\/?/, "").split("/")[0] || "today");
  if (before) { window.scrollTo(0, 0); (next.focus || top).focus({ preventScroll: true }); }
  else next.focus?.focus();
  page.main.dataset.screen = location.hash || "#/today";
}
