// A photo as large as the tablet, a voice note to be heard: whoever took it sees whether it is any good while still there.

import { bytes as read } from "../store/files.js";
import { t } from "../words/index.js";
import { alarm } from "./announce.js";
import { overlay } from "./dialog.js";
import { h } from "./dom.js";

export async function look({ id, kind }, name) {
  const data = await read(id, "working").catch(() => null);
  if (!data) return alarm(t("photo.no_thumb"));
  const src = URL.createObjectURL(new Blob([data]));
  const node = kind === "audio" ? h("audio", { src, controls: true, "aria-label": name }) : h("img", { src, alt: name });
  return overlay(name, h("div.look", {}, node), { closed: () => URL.revokeObjectURL(src) });
}
