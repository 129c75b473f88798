// What changed is said to whoever cannot see it, and shown for a moment to whoever can.

import { t } from "../words/index.js";
import { h } from "./dom.js";

const polite = h("div.announced", { role: "status", "aria-live": "polite" });
const urgent = h("div.alert-line", { role: "alert" });
let timer = 0;

export const announcers = () => [polite, urgent];

export function say(text) {
  polite.textContent = text;
  polite.classList.add("seen");
  clearTimeout(timer);
  timer = setTimeout(() => polite.classList.remove("seen"), 2500);
}

// An alarm stays until it is answered or taken back: a write that failed must not pass unseen.
export function alarm(text) {
  urgent.replaceChildren(h("span", {}, text), h("button.plain", { type: "button", "aria-label": t("close"), onclick: calm }, "×"));
}

export function calm() {
  urgent.replaceChildren();
}

// The words of a screen that is gone.
export function hush() {
  clearTimeout(timer);
  polite.textContent = "";
  polite.classList.remove("seen");
}
