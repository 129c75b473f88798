// Keeps what is being typed into a form that names an address in data-autosave, so that a lost page loses nothing.

const WAIT_MS = 2000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = null;
  let sent = false;

  async function keep() {
    if (sent) return;
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const at = new Date((await answer.json()).kept_at);
      if (status) status.textContent = `✓ ${at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`;
    } catch {
      if (status) status.textContent = "…"; // the line is down or the sign-in is over; the form itself still holds everything
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
}
