// Small behaviours of every page, attached by data- attributes. Nothing here is needed for the page to work.

// After a refused form, move to the summary so that it is read first.
document.querySelector("[data-error-summary]")?.focus();

// A link in the summary goes to its field, also when the field is a group of choices.
for (const link of document.querySelectorAll("[data-error-summary] a")) {
  link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    const field = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}

// Ask before a step that cannot be undone.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form at work does not take a second click (the server would answer it once anyway).
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter;
  if (!button || event.target.target) return;
  setTimeout(() => { button.disabled = true; }, 0);
  setTimeout(() => { button.disabled = false; }, 8000);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[method=post] button[disabled]")) button.disabled = false;
});

// Menus close on Escape and on a click elsewhere.
for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Empty filters stay out of the address.
for (const form of document.querySelectorAll("[data-filters]")) {
  form.addEventListener("submit", () => {
    for (const input of form.querySelectorAll("input, select")) if (!input.value) input.disabled = true;
  });
}
window.addEventListener("pageshow", () => {
  for (const input of document.querySelectorAll("[data-filters] :disabled")) input.disabled = false;
});

// Print buttons (no inline scripts are allowed).
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

// On a phone a table with data-stack shows each row as a card, its first cell on top, each other beside its column's name.
for (const table of document.querySelectorAll("table[data-stack]")) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.replace(/[▲▼]/g, "").trim());
  table.setAttribute("role", "table"); // as cards the browser no longer takes it for one
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      const head = row.parentNode === table.tHead ? "columnheader" : "rowheader";
      cell.setAttribute("role", cell.tagName === "TD" ? "cell" : head);
      if (row.cells.length === names.length && row.parentNode !== table.tHead) cell.dataset.label = names[cell.cellIndex];
    }
  }
  table.classList.add("stacked");
}

// Wide tables can be scrolled by keyboard, also when the window became narrow later.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.tabIndex === 0 || target.scrollWidth <= target.clientWidth) continue;
    target.tabIndex = 0;
    target.setAttribute("role", "region");
    target.setAttribute("aria-label", target.querySelector("caption")?.textContent || document.querySelector("h1")?.textContent || "");
  }
});
for (const wrap of document.querySelectorAll(".table-wrap")) widths.observe(wrap);
