// Fields with their labels, hints and errors; segmented choices; each is a plain element with its value readable.

import { h, key } from "./dom.js";

// One labelled input; `given.as` is input, textarea or select. `field.input` is the control.
export function field(label, given = {}) {
  const { hint, required, as = "input", options, wide, name, ...rest } = given;
  const id = key(name || "field");
  const notes = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const input = h(as, { id, name, autocomplete: "off", "aria-describedby": notes, ...(required ? { "aria-required": "true" } : {}), ...rest },
    options?.map(([value, text]) => h("option", { value, ...(value === rest.value ? { selected: true } : {}) }, text)));
  if (as !== "input" && rest.value !== undefined) input.value = rest.value;
  const box = h(`div.field${wide ? ".wide" : ""}`, {},
    h("label", { for: id }, label, required ? h("span.needed", { "aria-hidden": "true" }, " *") : null),
    hint ? h("p.hint", { id: `${id}-hint` }, hint) : null,
    input, h("p.error", { id: `${id}-error` }));
  return Object.assign(box, { input, fault: (text) => fault(box, input, text) });
}

function fault(box, input, text) {
  box.querySelector(".error").textContent = text || "";
  box.classList.toggle("wrong", Boolean(text));
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

// Buttons of which one is down: native radios, so that keyboard and screen reader know them.
export function segmented(legend, options, chosen, onchoose, { hidden = true, required = false, name = "choice" } = {}) {
  const group = key(name);
  const error = h("p.error", { id: `${group}-error` });
  const box = h("fieldset.segmented", { "aria-describedby": `${group}-error` },
    h(`legend${hidden ? ".quiet" : ""}`, {}, legend, required ? h("span.needed", { "aria-hidden": "true" }, " *") : null),
    h("div.segments", {}, options.map(([value, text, tone]) => {
      const id = key(group);
      return [
        h("input", { type: "radio", name: group, id, value, checked: value === chosen, onchange: () => onchoose(value) }),
        h(`label.segment${tone ? `.tone-${tone}` : ""}`, { for: id }, text),
      ];
    })), error);
  return Object.assign(box, {
    input: box.querySelector("input"),
    choose: (value) => { for (const one of box.querySelectorAll("input")) one.checked = one.value === value; },
    value: () => box.querySelector("input:checked")?.value || "",
    fault: (text) => { error.textContent = text || ""; box.classList.toggle("wrong", Boolean(text)); },
  });
}

export function tick(label, checked, onchange) {
  const id = key("tick");
  const input = h("input", { type: "checkbox", id, checked, onchange: () => onchange(input.checked) });
  return Object.assign(h("div.tick", {}, input, h("label", { for: id }, label)), { input });
}

export const button = (text, onclick, kind = "", more = {}) =>
  h(`button.button${kind ? `.${kind}` : ""}`, { type: "button", onclick, ...more }, text);

export const link = (text, to, kind = "") => h(`a${kind ? `.${kind}` : ""}`, { href: `#${to}` }, text);

export function fold(summary, ...body) {
  return h("details.fold", {}, h("summary", {}, summary), h("div.fold-body", {}, body));
}

// A form in a card; `does()` saves it.
export const formCard = (kind, does, ...body) => h(`form.card${kind}`, { novalidate: true, onsubmit: (event) => { event.preventDefault(); does(); } }, body);

export const submit = (text) => h("button.button.primary.large", { type: "submit" }, text);

// The page of a visit in the office's pages; needs a line.
export const officePage = (visit, text) => h("a.button.outline", { href: `/desk/visits/${visit}/`, target: "_blank", rel: "noopener" }, text);

export const facts = (rows) => h("dl.facts", {}, rows.filter(([, value]) => value !== "" && value !== null && value !== undefined)
  .map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))));

export const note = (kind, ...text) => h(`div.note.note-${kind}`, {}, text);

export const mark = (tone, text) => h(`span.mark.mark-${tone}`, {}, text);
