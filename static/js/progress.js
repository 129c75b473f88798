// Follows a background job: asks its address for {percent, text, state, url} until it is over; survives a reload.

const PAUSE_MS = 1500;

async function follow(box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[role=status]");
  for (;;) {
    const response = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } }).catch(() => null);
    if (response?.ok) {
      const job = await response.json();
      bar.value = job.percent;
      words.textContent = job.text || `${job.percent} %`;
      if (["done", "failed", "cancelled"].includes(job.state)) {
        words.textContent = job.text || (job.state === "done" ? box.dataset.finished : box.dataset.failed);
        if (job.url) window.location.assign(job.url);
        return;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

for (const box of document.querySelectorAll("[data-progress]")) follow(box);
