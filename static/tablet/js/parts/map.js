// A map on the tablet: the product's own basemap, which lies on the tablet, with the day's stops or one pin.

import { addBase, json } from "../../../js/map_base.js";
import { language, t } from "../words/index.js";
import { h } from "./dom.js";
import { isPlaced } from "./place.js";
import { script } from "./script.js";
import { config } from "../config.js";

// Returns the box at once; `box.ready` resolves to the Leaflet map, or null where it could not be drawn.
export function mapBox(label, draw, size = "") {
  const box = h(`div.map-box${size ? `.map-${size}` : ""}`, { role: "region", "aria-label": label });
  box.ready = start(box, draw).catch(() => { box.replaceChildren(h("p.note.note-warn", {}, t("map.failed"))); return null; });
  return box;
}

async function start(box, draw) {
  const { map: given } = config;
  const [sheet] = await Promise.all([json(given.base.sheet), script(given.leaflet)]);
  // in the page by now, so it has a size; and the screen around it has been drawn, which need not wait for the map
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const map = L.map(box, { zoomControl: false, minZoom: 5, maxZoom: 19, zoomSnap: 0.5, maxBounds: L.latLngBounds(sheet.area).pad(0.6) });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: t("map.in"), zoomOutTitle: t("map.out") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(sheet.home);
  draw?.(map, sheet);
  await addBase(map, { ...given, tiles: "", language: language() }, sheet);
  box.dataset.mapReady = "yes";
  return map;
}

export function pin(map, lat, lon, { title, text = "", tone = "", onclick, draggable = false } = {}) {
  const inner = h("span", {}, h("b", {}, text));
  const icon = L.divIcon({ className: `map-point${tone ? ` map-${tone}` : ""}`, iconSize: [34, 34], html: inner });
  const made = L.marker([lat, lon], { icon, title, alt: title, draggable, keyboard: Boolean(onclick || draggable) }).addTo(map);
  if (onclick) made.on("click", onclick);
  return made;
}

// A map on which one pin is set by a tap, by dragging, or at the middle; `chosen({lat, lon})` is told.
export function pinMap(label, start, chosen) {
  let marker = null, map = null;
  const put = (at, tell) => {
    if (marker) marker.setLatLng(at);
    else {
      marker = pin(map, at.lat, at.lng, { title: label, tone: "picked", draggable: true });
      marker.on("dragend", () => chosen({ lat: marker.getLatLng().lat, lon: marker.getLatLng().lng }));
    }
    if (tell) chosen({ lat: at.lat, lon: at.lng });
  };
  const box = mapBox(label, (made) => {
    map = made;
    if (isPlaced(start)) {
      map.setView([start.lat, start.lon], 15);
      put(L.latLng(start.lat, start.lon), false);
    }
    map.on("click", (event) => put(event.latlng, true));
  }, "small");
  return { box, middle: () => { if (map) put(map.getCenter(), true); }, show: ({ lat, lon }) => { if (map) { put(L.latLng(lat, lon), false); map.setView([lat, lon], 15, { animate: false }); } } };
}
