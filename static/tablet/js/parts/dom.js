// A small helper to build the page: elements from a tag, attributes and children; no framework.

export function h(spec, given = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(given || {})) set(made, name, value);
  add(made, children);
  return made;
}

function set(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (name === "data") Object.assign(made.dataset, value);
  else if (name === "value" || name === "checked" || name === "disabled" || name === "srcObject") made[name] = value;
  else made.setAttribute(name, value === true ? "" : value);
}

function add(parent, children) {
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    parent.append(child);
  }
  return parent;
}

export function replace(parent, ...children) {
  parent.replaceChildren();
  return add(parent, children);
}

let last = 0;

// An id for `for`, `aria-describedby` and the like, unique in this page.
export const key = (name) => `${name}-${++last}`;
