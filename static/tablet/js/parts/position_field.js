// A position with its accuracy from the receiver, or a pin set by hand where the receiver fails or errs.

import { metres, parsed, position, t } from "../words/index.js";
import { say } from "./announce.js";
import { h, replace } from "./dom.js";
import { button, field, note } from "./field.js";
import { pinMap } from "./map.js";
import { distance, FAR_M, locate, remember } from "./place.js";

// `expected` is where the visit should be: far from it is said, never forbidden.
export function positionField(label, start, expected, changed) {
  const state = { at: start || null };
  const shown = h("p.position", { role: "status" });
  const trouble = h("div");
  const mapHere = h("div");
  let map = null;

  const take = (at) => { state.at = at; changed(at); tell(); };
  function tell() {
    const { at } = state;
    shown.textContent = at ? `${position(at.lat, at.lon)}${at.accuracy ? ` · ± ${metres(at.accuracy)}` : ""} · ${t(at.byHand ? "position.by_hand" : "position.measured")}` : t("position.none");
    const away = at && expected?.lat ? distance(at.lat, at.lon, expected.lat, expected.lon) : 0;
    replace(trouble, away > FAR_M ? note("warn", t("position.far", { away: metres(away) })) : null);
  }

  const measure = button(t("position.measure"), async () => {
    measure.disabled = true;
    shown.textContent = t("position.searching");
    try {
      take(remember(await locate()));
      map?.show(state.at);
      say(t("position.found"));
    } catch (error) {
      tell();
      replace(trouble, note("warn", t(`position.${error.code || "off"}`)));
      openMap();
    } finally {
      measure.disabled = false;
    }
  }, "outline");

  function openMap() {
    if (map) return;
    map = pinMap(t("position.pin_map"), state.at || expected, ({ lat, lon }) => take({ lat, lon, byHand: true, at: new Date().toISOString() }));
    const typed = field(t("position.typed"), { hint: t("position.typed_hint"), inputmode: "decimal" });
    typed.input.addEventListener("change", () => {
      const [lat, lon] = typed.input.value.split(/[;\s]+|,\s+/).map(parsed);
      const good = lat !== null && lon !== null && Math.abs(lat ?? 99) <= 90 && Math.abs(lon ?? 999) <= 180 && lon !== undefined;
      typed.fault(good ? "" : t("position.typed_wrong"));
      if (good) { take({ lat, lon, byHand: true, at: new Date().toISOString() }); map.show({ lat, lon }); }
    });
    replace(mapHere, map.box, h("div.row", {}, button(t("position.middle"), map.middle, "outline")), typed);
  }

  tell();
  return h("fieldset.position-field", {}, h("legend", {}, label), shown, trouble,
    h("div.row", {}, measure, button(t("position.pin"), openMap, "outline")), mapHere);
}
