// The frame around every screen: the agency, the state of the line and of the work, the language, the way around.

import { reach } from "../net/reach.js";
import { counters, subscribe } from "../store/state.js";
import { isLocked } from "../store/vault.js";
import { status } from "../sync/engine.js";
import { warnings } from "../sync/warnings.js";
import { language, moment, number, other, setLanguage, t } from "../words/index.js";
import { announcers } from "../parts/announce.js";
import { h, replace } from "../parts/dom.js";
import { button, link } from "../parts/field.js";
import { problemText } from "../parts/problems.js";
import { config } from "../config.js";

const TABS = [["today", "today.title"], ["scan", "scan.tab"], ["found", "found.tab"], ["storage", "storage.title"]];

// A span of time in the largest unit of which there are at least two.
function span(minutes) {
  const [unit, of] = minutes >= 2880 ? ["days", 1440] : minutes >= 120 ? ["hours", 60] : ["minutes", 1];
  return t(`span.${unit}`, { n: number(Math.round(minutes / of)) });
}

function warning({ code, at, minutes }) {
  const text = code === "clock" ? t(minutes > 0 ? "warning.clock_ahead" : "warning.clock_behind", { by: span(Math.abs(minutes)) }) : t(`warning.${code}`, { at: moment(at) });
  return h("div.banner.banner-warn", { data: { warning: code } }, h("span", {}, text), ["old_package", "new_visits"].includes(code) ? link(t("ready.title"), "/ready", "button.outline") : null);
}

// How the line is, and what still has to go over it.
function lineText({ waiting, filesWaiting, receipted }) {
  const work = waiting || filesWaiting ? t("line.waiting", { n: number(waiting), files: number(filesWaiting) }) : receipted ? t("line.all_sent") : "";
  return [t(`line.${reach()}`), work].filter(Boolean).join(" – ");
}

const trouble = (problem) => h("div.banner.banner-warn", {}, h("span", {}, problemText(problem)), problem.code === "sign_in" ? link(t("signin.title"), "/sign-in", "button.outline") : null);

function shell(root, onLanguage) {
  const line = h("span.line-state", { role: "status" });
  const tabs = h("nav.tabs");
  const main = h("main", { id: "main", tabindex: "-1" });
  const banner = h("div");
  const speak = h("button.on-navy", { type: "button", onclick: () => { setLanguage(other()); onLanguage(); } });
  const name = h("span.site-agency");
  const skip = h("a.skip-link", { href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } });
  replace(root, skip,
    h("header.top", {}, h("div.top-in", {}, h("div.site", {}, name, h("span.site-title", {}, config.system)), h("div.top-tools", {}, line, speak))),
    tabs, banner, announcers(), main);
  return { line, tabs, main, banner, speak, name, skip };
}

export function frame(root, { onLanguage, onUpdate, agency }) {
  const { line, tabs, main, banner, speak, name, skip } = shell(root, onLanguage);

  let now = null, warned = [];
  async function state() {
    [now, warned] = await Promise.all([counters(), isLocked() ? [] : warnings().catch(() => [])]); // locked meanwhile
    paint();
  }

  function paint() {
    if (!now) return;
    const { problem, phase } = status();
    const text = lineText(now);
    if (line.textContent !== `● ${text}`) replace(line, h("span", { "aria-hidden": "true" }, "● "), text);
    line.dataset.tone = problem ? "warn" : phase === "sending" ? "busy" : "";
    replace(banner, isLocked() ? null : [problem && problem.code !== "offline" ? trouble(problem) : null, warned.map(warning)], update.node);
  }

  const update = { node: null };
  window.addEventListener("tablet:update", () => {
    update.node = h("div.banner", {}, h("span", {}, t("update.text")), button(t("update.do"), onUpdate, "outline"));
    state();
  });
  for (const event of ["online", "offline"]) window.addEventListener(event, state);
  let due = 0;
  subscribe(() => { due ||= setTimeout(() => { due = 0; state(); }, 200); });

  return {
    main,
    state,
    draw(here) {
      document.documentElement.lang = language();
      name.textContent = agency() || "";
      skip.textContent = t("nav.skip");
      speak.textContent = t("language.other");
      speak.lang = other();
      tabs.setAttribute("aria-label", t("nav.main"));
      replace(tabs, isLocked() ? [] : h("ul", {}, TABS.map(([to, word]) => h("li", {}, h("a", { href: `#/${to}`, "aria-current": to === here || (to === "today" && here === "visit") ? "page" : null }, t(word))))));
      tabs.hidden = isLocked();
      paint(); // what is known at once, in the language of now
      state();
    },
  };
}
