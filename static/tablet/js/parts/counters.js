// How far the work has come: recorded, sent, receipted, files still waiting.

import { number, t } from "../words/index.js";
import { h } from "./dom.js";

export function countersBox(now) {
  const shown = [["recorded", now.recorded], ["sent", now.sent], ["receipted", now.receipted], ["files", now.filesWaiting]];
  return h("div.counters", {}, shown.map(([name, value]) => h("div.counter", {}, h("strong", {}, number(value)), h("span", {}, t(`counter.${name}`, { n: value })))));
}
