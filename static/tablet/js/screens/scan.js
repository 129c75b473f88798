// A license in the hand: its QR or number opens the licensed values that lie on this tablet.

import { megahertz, metres, number, t } from "../words/index.js";
import { alarm, say } from "../parts/announce.js";
import { end, REAR, viewfinder, viewOf } from "../parts/camera.js";
import { h, replace } from "../parts/dom.js";
import { overlay } from "../parts/dialog.js";
import { button, facts, field, formCard, link, note } from "../parts/field.js";
import { distance, recent } from "../parts/place.js";
import { qrReader } from "../parts/qr.js";
import { stationCard } from "../parts/station_card.js";
import { plain, search } from "./scan_search.js";

let last = ""; // what was looked up stays while one looks elsewhere or changes the language

export async function scan() {
  const result = h("div", { "aria-live": "polite" });
  const typed = field(t("scan.typed"), { hint: t("scan.hint"), spellcheck: "false", class: "big" });
  const look = async (text) => {
    last = text;
    const found = await search(text);
    replace(result, found.stations.map(({ station, visit }) => [stationCard(station), h("p", {}, link(t("scan.visit", { number: visit.number }), `/visit/${visit.id}`))]), found.places.map(({ visit, part }) => placeCard(visit, part)), found.around.map(aroundCard),
      found.none ? note("warn", h("p", {}, t("scan.none", { code: plain(text) })), navigator.onLine && /^https?:/.test(text) && text.startsWith(location.origin) ? h("a", { href: text, target: "_blank", rel: "noopener" }, t("scan.online")) : null) : null);
    say(found.none ? t("scan.none", { code: plain(text) }) : t("scan.found"));
  };
  if (last) {
    typed.input.value = last;
    look(last);
  }
  return {
    title: t("scan.title"),
    node: h("div", {}, formCard("", () => { if (typed.input.value.trim()) look(typed.input.value.trim()); },
      typed, h("div.row", {}, h("button.button.primary", { type: "submit" }, t("scan.do")), button(t("scan.camera"), () => camera((text) => { typed.input.value = text; look(text); }), "outline"))), result),
  };
}

const placeCard = (visit, part) => h("section.card", {}, h("h2", {}, part.place.name), facts([[t("visit.registration"), part.place.business_registration], [t("visit.place"), part.place.address]]), link(t("scan.visit", { number: visit.number }), `/visit/${visit.id}`));

function aroundCard(row) {
  const here = recent();
  return h("section.card", {}, h("h2", {}, row.name), facts([[t("station.call_sign"), row.call_sign], [t("scan.holder"), row.holder], [t("scan.away"), here && row.lat !== null ? metres(distance(here.lat, here.lon, row.lat, row.lon)) : ""]]),
    h("ul", {}, row.assignments.map((one) => h("li", {}, [megahertz(one.tx_hz), one.power_w ? `${number(one.power_w)} W` : "", one.bandwidth_hz ? `${number(one.bandwidth_hz / 1e3)} kHz` : ""].filter(Boolean).join(" · ")))));
}

async function camera(found) {
  let box = null, open = true;
  try {
    const stream = await viewOf(REAR);
    const video = viewfinder(stream, t("scan.camera"));
    box = overlay(t("scan.camera"), h("div.camera", {}, video, h("p", {}, t("scan.hold"))), { closed: () => { open = false; end(stream); } });
    const [read] = await Promise.all([qrReader(), video.play()]);
    while (open) {
      const text = video.videoWidth ? await read(video) : "";
      if (text && open) { box.close(); found(text); return; }
      await new Promise((done) => setTimeout(done, 200));
    }
  } catch (error) {
    box?.close();
    alarm(t(error.name === "NotAllowedError" ? "photo.refused" : "scan.no_camera"));
  }
}
