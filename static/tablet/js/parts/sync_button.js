// Send now, and what came of it.

import { now } from "../sync/engine.js";
import { t } from "../words/index.js";
import { say } from "./announce.js";
import { button } from "./field.js";

export function syncButton() {
  const press = button(t("sync.now"), async () => {
    press.disabled = true;
    say(t("sync.running"));
    try {
      await now();
      say(t("sync.done"));
    } catch {
      say(t("sync.failed")); // the engine keeps the problem; the line on top shows it
    } finally {
      press.disabled = false;
    }
  }, "outline");
  return press;
}
