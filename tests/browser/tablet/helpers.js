// What the tests call inside the page; modules by their addresses are the very ones the page runs.
window.ww = {
  load: (path) => import(`/static/tablet/js/${path}.js`),

  // a JPEG of noise; its bytes differ by seed
  async picture(size, seed) {
    const canvas = new OffscreenCanvas(size, size);
    const pen = canvas.getContext("2d");
    for (let n = 0; n < 400; n += 1) {
      pen.fillStyle = `hsl(${(seed * 97 + n * 31) % 360} 70% ${(n * 7) % 90}%)`;
      pen.fillRect((n * 53 + seed) % size, (n * 89) % size, 1 + (n % 40), 1 + ((n * 3) % 40));
    }
    return (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 })).arrayBuffer();
  },

  async keep(visit, { size = 400, seed = 1, original = 0, ...links }) {
    const { keep } = await ww.load("store/files");
    const working = await ww.picture(size, seed);
    const larger = original ? await ww.picture(original, seed) : undefined;
    const kept = await keep(visit, { working, original: larger, mime: "image/jpeg", ...links });
    const { sha256 } = await ww.load("store/ids");
    return { ...kept, original: larger ? await sha256(larger) : null, bytes: working.byteLength + (larger?.byteLength ?? 0) };
  },

  // Records a whole visit up to the conclusion and says what was recorded.
  async day(visit, { failing = "AP-09", photos = 1, size = 400, original = 0, seed = 1, conclude = true } = {}) {
    const { record, checklist, newId, visit: read } = await ww.load("store/records");
    const ops = [];
    const put = async (type, payload) => { ops.push(await record(visit, type, payload)); };
    const { part } = await read(visit);
    const lists = await Promise.all(part.checklists.map(({ version }) => checklist(version)));
    const items = lists.flatMap((list) => list.items).filter((item) => part.items.includes(item.id));
    await put("visit.start", {});
    const answers = {};
    for (const item of items) {
      answers[item.id] = item.code === failing ? "fail" : "pass";
      await put("answer.set", { item: item.id, choice: answers[item.id] });
    }
    const item = items.find((one) => one.code === failing);
    const finding = newId();
    await put("finding.add", {
      id: finding, item: item.id, violation: item.violations[0], facts: "Không có bảng nội quy tại quầy.",
      act_started_on: part.window_start, detected_on: part.window_start, continuing: true, place: "27 Nguyễn Thiện Thuật",
    });
    const files = [];
    for (let n = 0; n < photos; n += 1) files.push(await ww.keep(visit, { size, original, seed: seed + n, finding }));
    if (conclude) await put("visit.conclude", { outcome: "violation", report: "", party_statement: "Sẽ treo lại." });
    return { ops, answers, finding, files };
  },

  // Shows, signs and seals.
  async seal(visit) {
    const { record, manifest } = await ww.load("store/records");
    const { sha256 } = await ww.load("store/ids");
    const text = "Biên bản trên máy tính bảng";
    const hash = await sha256(text);
    const ops = [await record(visit, "shown.add", { text, sha256: hash })];
    ops.push(await record(visit, "attendance.add", {
      person: "Phạm Thị Hải Yến", capacity: "party", signing: "signed", shown_sha256: hash,
    }));
    ops.push(await record(visit, "visit.seal", await manifest(visit)));
    return ops;
  },

  async base64(blob) {
    const { toBase64 } = await ww.load("store/ids");
    return toBase64(await blob.arrayBuffer());
  },

  // Every row of a store, boxes and all, for looking at what lies on the disk.
  async rows(store) {
    const { read } = await ww.load("store/db");
    return read([store], (tx) => tx.objectStore(store).getAll());
  },
};
