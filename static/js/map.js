// Maps on pages: each element with data-map becomes a Leaflet map; see templates/components/map.html for its attributes.

import { addBase, json } from "./map_base.js";
import { addPicker } from "./map_picker.js";
import { addPoints, card, say, text } from "./map_points.js";

let library = null;

function leaflet(url) {
  library ??= new Promise((resolve, reject) => {
    if (window.L) { resolve(); return; }
    const script = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return library;
}

async function start(box) {
  const config = JSON.parse(box.dataset.map);
  let sheet = null;
  try {
    [sheet] = await Promise.all([json(config.base.sheet), leaflet(config.leaflet)]);
  } catch {
    say(box, config.words.noBase);
    return;
  }
  const lively = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    zoomControl: false, minZoom: 5, maxZoom: 19, zoomSnap: 0.5,
    maxBounds: L.latLngBounds(sheet.area).pad(0.6), maxBoundsViscosity: 0.8,
    zoomAnimation: lively, fadeAnimation: lively, markerZoomAnimation: lively, inertia: lively,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: config.words.zoomIn, zoomOutTitle: config.words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const [lat, lon] = [box.dataset.lat, box.dataset.lon].map(Number.parseFloat);
  const fixed = Number.isFinite(lat) && Number.isFinite(lon);
  if (fixed) map.setView([lat, lon], Number(box.dataset.zoom) || 14);
  else map.fitBounds(box.dataset.view === "home" ? sheet.home : sheet.whole);
  box.leafletMap = map;
  const base = addBase(map, config, sheet).catch(() => say(box, config.words.noBase));
  if (fixed) point(map, box, lat, lon, config);
  if (box.dataset.points) await addPoints(map, box, config);
  if (box.dataset.picker) addPicker(map, box, config);
  await base;
  box.dataset.mapReady = "yes";
}

function point(map, box, lat, lon, config) {
  const icon = L.divIcon({ className: "map-point map-picked", iconSize: [30, 30], html: text("span", "") });
  const title = box.dataset.title || config.words.picked;
  L.marker([lat, lon], { icon, title }).addTo(map).bindPopup(() => card({ title }, config.words));
  const radius = Number(box.dataset.radius);
  if (radius) {
    const circle = L.circle([lat, lon], { radius, className: "map-circle", interactive: false }).addTo(map);
    map.fitBounds(circle.getBounds(), { padding: [12, 12], maxZoom: 17 });
  }
}

for (const box of document.querySelectorAll("[data-map]")) {
  // maps far down a page wait until they are looked at
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    start(box);
  }, { rootMargin: "300px" });
  seen.observe(box);
}
