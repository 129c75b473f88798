// A long list of choices gets a field to search it by: every part typed must stand in the name, diacritics not needed.

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

function matching(node, words, kept) {
  if (node.tagName !== "OPTGROUP") {
    const name = fold(node.textContent);
    return !node.value || node.value === kept || words.every((word) => name.includes(word)) ? node.cloneNode(true) : null;
  }
  const group = node.cloneNode(false);
  group.append(...[...node.children].map((child) => matching(child, words, kept)).filter(Boolean));
  return group.children.length ? group : null;
}

for (const select of document.querySelectorAll("select[data-search]")) {
  const every = [...select.children].map((node) => node.cloneNode(true));
  const input = document.createElement("input");
  Object.assign(input, { type: "search", className: "form-control", placeholder: select.dataset.search, autocomplete: "off" });
  input.setAttribute("aria-label", select.dataset.search);
  select.before(input);

  input.addEventListener("input", () => {
    const chosen = select.value;
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    select.replaceChildren(...every.map((node) => matching(node, words, chosen)).filter(Boolean));
    select.value = chosen;
    const found = [...select.options].filter((option) => option.value && option.value !== chosen);
    if (words.length && found.length === 1) {
      select.value = found[0].value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
