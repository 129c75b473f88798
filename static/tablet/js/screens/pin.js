// The PIN that opens what is kept on this tablet, also without coverage.

import { resetPin } from "../net/session.js";
import { isPin, people, setPin, unlock } from "../store/vault.js";
import { number, t } from "../words/index.js";
import { h } from "../parts/dom.js";
import { button, field, formCard, note, submit } from "../parts/field.js";
import { problemText } from "../parts/problems.js";

const pinField = (label, more = {}) => field(label, { type: "password", inputmode: "numeric", pattern: "[0-9]*", maxlength: 32, autocomplete: "off", required: true, class: "big", ...more });

export async function unlockScreen(ctx) {
  const known = await people();
  const who = known.length > 1 ? field(t("pin.who"), { as: "select", value: String(known[0].id), options: known.map((one) => [String(one.id), one.name]) }) : null;
  const pin = pinField(t("pin.enter"));
  const press = submit(t("pin.open"));
  async function open() {
    press.disabled = true;
    try {
      await unlock(pin.input.value, known.find((one) => String(one.id) === (who?.input.value || String(known[0].id))).id);
      ctx.restart();
    } catch (error) {
      pin.input.value = "";
      const wait = error.details?.waitUntil ? Math.ceil((error.details.waitUntil - Date.now()) / 1000) : 0;
      pin.fault(error.code === "pin" ? (wait > 0 ? t("pin.wait", { s: number(wait) }) : t("pin.wrong")) : t("write.failed", { why: error.message }));
      pin.input.focus();
    } finally {
      press.disabled = false;
    }
  }
  return {
    title: t("pin.title"),
    focus: pin.input,
    node: h("div.narrow", {}, h("p.lead", {}, known.length === 1 ? known[0].name : ""),
      formCard("", open, who, pin, h("div.row", {}, press)),
      h("div.row", {}, button(t("pin.forgotten"), () => ctx.signIn({ forgotten: true }), "outline"), button(t("pin.other_person"), () => ctx.signIn({}), "outline"))),
  };
}

// `reset`: the person has a key here and lost the PIN; the server gives the key back.
export function newPinScreen(ctx, person, reset) {
  const first = pinField(t("pin.new"), { hint: t("pin.rule") });
  const again = pinField(t("pin.again"));
  const trouble = h("div", { role: "alert" });
  const press = submit(t("pin.set"));
  async function save() {
    const good = isPin(first.input.value), same = first.input.value === again.input.value;
    first.fault(good ? "" : t("pin.rule"));
    again.fault(same ? "" : t("pin.differs"));
    if (!good || !same) return;
    press.disabled = true;
    try {
      await (reset ? resetPin(person, first.input.value) : setPin(first.input.value, person));
      ctx.restart("/ready");
    } catch (error) {
      trouble.replaceChildren(note("bad", h("p", {}, problemText(error))));
    } finally {
      press.disabled = false;
    }
  }
  return {
    title: t("pin.set_title"),
    focus: first.input,
    node: h("div.narrow", {}, h("p.lead", {}, t(reset ? "pin.reset_text" : "pin.set_text")),
      formCard("", save, first, again, trouble, h("div.row", {}, press))),
  };
}
