// Photos and voice notes of a line: save first, then the camera; thumbnails are drawn when they come into view.

import { bytes as read, keep } from "../store/files.js";
import { newId } from "../store/records.js";
import { forgetSpoken, keepSpoken, spoken } from "../store/spoken.js";
import { moment, t } from "../words/index.js";
import { amendment } from "./amending.js";
import { alarm, say } from "./announce.js";
import { openCamera } from "./camera.js";
import { h } from "./dom.js";
import { button, fold } from "./field.js";
import { kept } from "./form.js";
import { look } from "./look.js";
import { recent } from "./place.js";
import { recorder } from "./recorder.js";
import { shrunk, thumbnail } from "./shrink.js";

const AT_ONCE = 12; // of the files of a line; the rest is folded away, so that the next item stays within reach
let adding = Promise.resolve();

// Resolves once every photo that was chosen is kept: what is read out, signed and sealed names them all.
export const settled = () => adding;

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting && !target.firstChild) draw(target);
  }
}, { rootMargin: "200px" });

async function draw(frame) {
  seen.unobserve(frame);
  try {
    const url = await thumbnail(await read(frame.dataset.file, "working"));
    const picture = h("img", { src: url, alt: frame.dataset.alt, onload: () => URL.revokeObjectURL(url) });
    frame.replaceChildren(picture);
  } catch {
    frame.replaceChildren(h("span.soft", {}, t("photo.no_thumb")));
  }
}

export function card(row, actions = []) {
  const name = row.caption || row.file_name || row.fileName || "";
  const kind = row.kind || "photo";
  const photo = ["photo", "signature"].includes(kind);
  const frame = h(`button.thumb${photo ? "" : ".sound"}`, { type: "button", "aria-label": name || t(`evidence.${kind}`), data: { file: row.id, alt: name }, onclick: () => look({ id: row.id, kind }, name) },
    photo ? null : t(`evidence.${kind}`));
  if (photo) seen.observe(frame);
  return h("li.evidence", { data: { id: row.id } }, frame, h("p", {}, name, h("span.soft", {}, moment(row.taken_at || row.takenAt))), actions);
}

async function keepFile(visitId, file, ties = {}) {
  const photo = file.type.startsWith("image/");
  const { working, original, mime } = photo ? await shrunk(file) : { working: await file.arrayBuffer(), original: null, mime: file.type };
  const row = {
    id: newId(), working, original, mime, fileName: file.name, takenAt: new Date(file.lastModified || Date.now()).toISOString(),
    position: recent(), caption: ties.caption || "", ...ties, ...(await amendment(visitId)), kind: photo ? "photo" : "audio",
  };
  await keep(visitId, row);
  return row;
}

// Keep a voice note that the end of the application cut off; nothing when there is none.
export async function keepInterrupted() {
  const found = await spoken();
  if (!found) return;
  await kept(async () => {
    const whole = await read(found.id); // it was kept, and only the last step was missing
    if (!whole) await keepFile(found.visit, found.file, { ...found.ties, id: found.id });
    await forgetSpoken();
  }, t("audio.interrupted"));
}

// The buttons and the list for one item, finding or measurement. `ties` is asked at each photo: {item, finding, measurement}.
export function evidenceBox(visitId, rows, ties, { before = async () => {}, after = () => {} } = {}) {
  const list = h("ul.evidence-list", {}, rows.slice(0, AT_ONCE).map((row) => card(row)));
  const others = rows.slice(AT_ONCE);
  const rest = others.length ? fold(t("evidence.more", { n: others.length }), h("ul.evidence-list", {}, others.map((row) => card(row)))) : null;
  let count = rows.length;
  const take = async (file, own = {}, said = "") => {
    const row = { file: null };
    const done = await kept(async () => { row.file = await keepFile(visitId, file, { ...(await ties()), ...own }); }, "");
    if (!done) return false;
    list.append(card(row.file));
    count += 1;
    say(said || t(row.file.kind === "photo" ? "photo.kept" : "audio.kept"));
    after(row.file);
    return true;
  };
  const pick = h("input.quiet", { type: "file", accept: "image/*", multiple: true, tabindex: "-1", "aria-label": t("photo.choose"), onchange: () => {
    const chosen = [...pick.files];
    pick.value = "";
    adding = adding.then(async () => {
      let done = 0;
      for (const file of chosen) done += await take(file, {}, chosen.length > 1 ? t("photo.kept_of", { n: done + 1, all: chosen.length }) : "") ? 1 : 0;
      if (done < chosen.length) say(t("photo.kept_only", { n: done, all: chosen.length }));
    });
  } });
  const camera = button(t("photo.take"), async () => {
    await before();
    try {
      await openCamera(take);
    } catch (error) {
      alarm(t(error.name === "NotAllowedError" ? "photo.refused" : "photo.no_camera"));
    }
  }, "outline.camera-button");
  const choose = button(t("photo.choose"), async () => { await before(); pick.click(); }, "outline");
  const heard = async (file, id) => { if (await take(file, { id })) await forgetSpoken(); };
  const sofar = async (file, id) => keepSpoken(visitId, id, await ties(), file);
  const sound = recorder(heard, sofar, (error) => alarm(t(error.name === "NotAllowedError" ? "audio.refused" : "audio.none")));
  return Object.assign(h("div.evidence-box", {}, h("div.row", {}, camera, choose, sound, pick), list, rest), { count: () => count });
}
