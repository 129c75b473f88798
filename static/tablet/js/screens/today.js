// The visits of the day: a list with the route's order, and the same on the map.

import * as records from "../store/records.js";
import { subscribe } from "../store/state.js";
import { days, metres, t } from "../words/index.js";
import { h, replace } from "../parts/dom.js";
import { button, link, mark, note } from "../parts/field.js";
import { mapBox, pin } from "../parts/map.js";
import { isOver, isRecalled, stateMark } from "../parts/visit_states.js";
import { distance, isPlaced, locate, recent, remember } from "../parts/place.js";
import { route } from "../parts/route.js";
import { clearedNotes } from "./returned.js";

export async function today(ctx) {
  const [visits, cleared] = await Promise.all([records.visits(), clearedNotes()]);
  const list = h("ol.stops");
  const status = h("p.soft", { role: "status" });
  const map = visits.some(isPlaced) ? h("section", {}) : null;
  const draw = (from) => {
    const ahead = route(visits.filter(isAhead), from).map((one, index) => ({ one, sign: String(index + 1) }));
    const over = visits.filter((one) => !isAhead(one)).map((one) => ({ one, sign: isOver(one.state) ? "✓" : "–" }));
    replace(list, [...ahead, ...over].map((stop) => row(stop, from)));
    if (map) replace(map, h("h2", {}, t("today.map")), mapBox(t("today.map"), (made) => points(made, ahead, over, ctx)));
    status.textContent = from ? t("today.from_here") : "";
  };
  draw(recent());
  const near = button(t("today.order"), async () => {
    try {
      draw(remember(await locate()));
    } catch (error) {
      status.textContent = t(`position.${error.code || "off"}`);
    }
  }, "outline");
  return {
    title: t("today.title"),
    leave: subscribe((what) => { if (what === "package") ctx.refresh(); }), // visits that came, or were recalled, meanwhile
    node: h("div", {}, cleared,
      visits.length ? h("div.row", {}, near, link(t("found.title"), "/found", "button.outline"), link(t("ready.title"), "/ready", "button.outline")) : null,
      status,
      visits.length ? list : [note("info", h("p", {}, t("today.none"))), h("div.row", {}, link(t("ready.title"), "/ready", "button.primary"), link(t("found.title"), "/found", "button.outline"))],
      map),
  };
}

const isAhead = (one) => !isOver(one.state) && !isRecalled(one);

function row({ one, sign }, from) {
  const away = from && one.lat ? metres(distance(from.lat, from.lon, one.lat, one.lon)) : "";
  return h("li.card.stop", {},
    h("span.order", { "aria-hidden": "true" }, sign),
    h("div.stop-main", {},
      h("h2", {}, h("a", { href: `#/visit/${one.id}` }, one.place || one.party || one.address || t("found.no_name"))),
      h("p.soft", {}, [one.number || t("record.no_number"), one.address, days(one.window.start, one.window.end), away].filter(Boolean).join(" · "))),
    h("div.stop-marks", {}, marks(one)));
}

function marks(one) {
  return [
    isRecalled(one) ? mark("bad", t("state.gone")) : stateMark(one.state),
    one.counters.kept ? mark("warn", t("state.kept_items", { n: one.counters.kept })) : null,
  ];
}

/** Show the stops with the signs they bear in the list, and the way between those still ahead. */
function points(map, ahead, over, ctx) {
  const done = over.filter(({ one }) => !isRecalled(one));
  const shown = [...ahead, ...done].filter(({ one }) => isPlaced(one));
  for (const { one, sign } of shown) {
    pin(map, one.lat, one.lon, { title: `${sign} ${one.place}`, text: sign, tone: isOver(one.state) ? "good" : "", onclick: () => ctx.go(`/visit/${one.id}`) });
  }
  const way = ahead.filter(({ one }) => isPlaced(one)).map(({ one }) => [one.lat, one.lon]);
  if (way.length > 1) L.polyline(way, { className: "map-route", interactive: false }).addTo(map);
  const here = recent();
  if (here) pin(map, here.lat, here.lon, { title: t("position.here"), tone: "picked" });
  if (shown.length) map.fitBounds(L.latLngBounds(shown.map(({ one }) => [one.lat, one.lon])), { padding: [40, 40], maxZoom: 14, animate: false });
}
