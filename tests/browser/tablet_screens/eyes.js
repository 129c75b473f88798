// What a test sees of a screen, and two hundred photos for it.
{
  // Whatever a finger aims at and is lower than `least` pixels: [words, height].
  small(least) {
    const aimed = "button, .button, select, summary, nav a, main input, main textarea, .segment";
    const apart = ".quiet, .segments input, .tick input";
    return [...document.querySelectorAll(aimed)]
      .filter((one) => one.checkVisibility() && !one.closest(".leaflet-container") && !one.matches(apart))
      .map((one) => [one.textContent.trim().slice(0, 30) || one.name || one.type, Math.round(one.getBoundingClientRect().height)])
      .filter(([, height]) => height < least && height > 1);
  },

  // Every text on the screen and every name that is read aloud.
  texts() {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) found.push(walk.currentNode.textContent.trim());
    for (const one of document.querySelectorAll("[aria-label]")) found.push(one.getAttribute("aria-label"));
    return found.filter(Boolean);
  },

  async photos([visit, item, count]) {
    const files = await import("/static/tablet/js/store/files.js");
    const { newId } = await import("/static/tablet/js/store/records.js");
    const canvas = new OffscreenCanvas(64, 48), pen = canvas.getContext("2d");
    for (let n = 0; n < count; n += 1) {
      pen.fillStyle = `hsl(${n} 80% 50%)`;
      pen.fillRect(0, 0, 64, 48);
      const working = await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer();
      const fileName = `IMG_${n}.jpg`;
      await files.keep(visit, { id: newId(), item, working, original: null, mime: "image/jpeg", fileName, caption: "" });
    }
  },

  // How long an answer takes from the tap to the next frame that shows it, in milliseconds, worst of `count` items.
  async slowest(count) {
    let worst = 0;
    for (const card of [...document.querySelectorAll(".item:not(:has(.failed))")].slice(1, count + 1)) {
      const input = card.querySelectorAll(".segments input")[2];
      const begun = performance.now();
      input.click();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      worst = Math.max(worst, performance.now() - begun);
    }
    return worst;
  },
}
