// A form whose words are never lost: every change goes into a draft on this tablet, faults are named on top and at the field.

import * as drafts from "../store/drafts.js";
import { t } from "../words/index.js";
import { alarm, calm, say } from "./announce.js";
import { h, replace } from "./dom.js";

export class Form {
  // `name` names the draft; `values` is what the fields begin with when there is none.
  static async open(name, values) {
    const kept = await drafts.get(name).catch(() => null);
    return new Form(name, { ...values, ...kept }, Boolean(kept));
  }

  constructor(name, values, restored) {
    Object.assign(this, { name, values, restored, fields: new Map(), timer: 0 });
    this.summary = h("div.summary", { tabindex: "-1" });
  }

  // Ties a field made by `field` or `segmented` to a value.
  tie(name, box) {
    this.fields.set(name, box);
    box.addEventListener("input", () => {
      if (!box.choose) this.values[name] = box.input.value;
      box.fault("");
      this.mended(name);
      this.keepSoon();
    });
    return box;
  }

  // The list on top goes on naming only what is still to be mended.
  mended(name) {
    this.summary.querySelector(`[data-fault="${name}"]`)?.remove();
    if (!this.summary.querySelector("li")) this.summary.classList.remove("shown");
  }

  set(name, value) {
    this.values[name] = value;
    this.keepSoon();
  }

  put(name, value) {
    this.set(name, value);
    const box = this.fields.get(name);
    if (box && !box.choose) box.input.value = value ?? "";
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 250);
  }

  // Called by itself while typing, and by hand before the camera opens.
  async keep() {
    clearTimeout(this.timer);
    try {
      await drafts.put(this.name, this.values);
    } catch (error) {
      alarm(t("write.no_draft", { why: reason(error) }));
    }
  }

  show(faults) {
    const named = Object.entries(faults).filter(([, text]) => text);
    for (const [name, box] of this.fields) box.fault(faults[name] || "");
    replace(this.summary, named.length ? [
      h("h2", {}, t("form.faults")),
      h("ul", {}, named.map(([name, text]) => h("li", { data: { fault: name } }, this.fields.has(name)
        ? h("a", { href: "#", onclick: (event) => { event.preventDefault(); this.fields.get(name).input.focus(); } }, text) : text))),
    ] : []);
    this.summary.classList.toggle("shown", named.length > 0);
    if (named.length) this.summary.focus();
    return named.length === 0;
  }

  // Does what saves, once: a second tap while it is being written, or before the next screen is there, saves nothing.
  // The draft goes only when that succeeded.
  async save(does) {
    if (this.saving) return false;
    this.saving = true;
    await this.keep();
    this.saving = await kept(does);
    if (this.saving) await this.drop().catch(() => null); // a draft left behind is offered again, and harms nothing
    return this.saving;
  }

  async drop() {
    clearTimeout(this.timer);
    await drafts.drop(this.name);
  }
}

// Runs a write; when it fails, says so and leaves everything on the screen as it is.
export async function kept(does, said = t("saved")) {
  try {
    await does();
    calm();
    if (said) say(said);
    return true;
  } catch (error) {
    alarm(t("write.failed", { why: reason(error) }));
    return false;
  }
}

function reason(error) {
  if (error?.name === "QuotaExceededError" || error?.code === "quota") return t("write.full");
  if (error?.code === "locked") return t("write.locked");
  return error?.message || String(error);
}
