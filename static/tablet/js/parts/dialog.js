// A question in front of everything else; resolves to what was chosen, null when it was closed.

import { t } from "../words/index.js";
import { alarm } from "./announce.js";
import { h, key } from "./dom.js";
import { field } from "./field.js";

export function ask(title, body, actions) {
  return new Promise((resolve) => {
    const id = key("dialog");
    const box = h("dialog.dialog", { "aria-labelledby": id, onclose: () => { resolve(box.returnValue || null); box.remove(); } },
      h("h2", { id }, title), body,
      h("div.row", {}, actions.map(([value, text, kind]) => h(`button.button${kind ? `.${kind}` : ""}`, { type: "button", onclick: () => box.close(value) }, text)),
        h("button.button.outline", { type: "button", onclick: () => box.close("") }, t("cancel"))));
    document.body.append(box);
    box.showModal();
  });
}

// Asks for a reason before something is taken back or given up; resolves to it, "" when it was left or nobody gave one.
export async function askReason(title, label, { text = "", does = title, rows = 2 } = {}) {
  const why = field(label, { as: "textarea", rows, required: true });
  const answer = await ask(title, h("div", {}, text ? h("p", {}, text) : null, why), [["yes", does, "danger"]]);
  if (answer !== "yes") return "";
  const reason = why.input.value.trim();
  if (!reason) alarm(t("fault.reason"));
  return reason;
}

// A full-screen part (camera, signature, scan) that fills the window until it is closed.
export function overlay(title, body, { closed = () => {} } = {}) {
  const id = key("overlay");
  const box = h("dialog.overlay", { "aria-labelledby": id, onclose: () => { closed(); box.remove(); } },
    h("div.overlay-top", {}, h("h2", { id }, title), h("button.button.outline", { type: "button", onclick: () => box.close() }, t("close"))), body);
  document.body.append(box);
  box.showModal();
  return box;
}
