// The checklist: answers save themselves; what could not be sent is said, never lost silently.

const notice = document.querySelector("[data-not-saved]");
const hideButtons = (root) => { for (const button of root.querySelectorAll("[data-without-script]")) button.hidden = true; };

// The save button is for browsers without scripts; a note is saved on leaving the field.
hideButtons(document);
document.body.addEventListener("htmx:load", (event) => hideButtons(event.detail.elt));
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful || [409, 422].includes(event.detail.xhr?.status)) notice.hidden = true;
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(name, () => {
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  });
}
