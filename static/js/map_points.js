// Points of a list on a map: fetched once, or again for each view when the server groups them; popups and the list below.

import { bounds, grid, merged, place, withCircles } from "./map_groups.js";

const LISTED = 200;

export function addPoints(map, box, config) {
  const layer = L.layerGroup().addTo(map);
  const state = { features: [], clustered: false, total: 0, outside: 0, asked: 0, language: config.language };
  const words = config.words;

  async function load(first) {
    const turn = ++state.asked;
    const url = new URL(box.dataset.points, location.href);
    url.searchParams.set("zoom", Math.round(map.getZoom()));
    if (!first) {
      const view = map.getBounds().pad(0.3);
      url.searchParams.set("bbox", [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((n) => n.toFixed(4)).join(","));
    }
    try {
      const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(answer.status);
      const body = await answer.json();
      if (turn !== state.asked) return;   // a later view is on its way
      state.features = body.features;
      if (first) Object.assign(state, { clustered: body.clustered, total: body.total, outside: outside(map, body.features) });
    } catch {
      say(box, words.failed);
      return;
    }
    if (first && state.total > state.outside) {
      const shown = state.features.filter((feature) => within(map, feature));
      map.fitBounds("circles" in box.dataset ? withCircles(shown) : bounds(shown), { padding: [36, 36], maxZoom: 14, animate: false });
      if (state.clustered) return load(false);
    }
    draw();
  }

  function draw() {
    layer.clearLayers();
    const groups = state.features.some((feature) => feature.properties.count)
      ? merged(map, state.features.map((feature) => ({ features: [feature], count: feature.properties.count || 1 })))
      : grid(map, state.features);
    for (const group of groups) {
      marker(map, group, words, box.dataset.list).addTo(layer);
      if ("circles" in box.dataset && group.features.length > 1) group.features.forEach((feature) => circle(feature)?.addTo(layer));
    }
    list(box, state, words, map);
  }

  map.on("zoomend", () => { if (!state.clustered) draw(); });
  map.on("moveend", () => { if (state.clustered) load(false); else list(box, state, words, map); });
  return load(true);
}

// Nobody can move the map to a point beyond its limits: such points are counted, not looked for.
const within = (map, feature) => map.options.maxBounds.contains(place(feature));
const outside = (map, features) => features.filter((feature) => !within(map, feature))
  .reduce((sum, { properties }) => sum + (properties.count || 1), 0);

function circle(feature) {
  const { radius_m: radius } = feature.properties;
  return radius ? L.circle(place(feature), { radius, interactive: false, className: "map-circle" }) : null;
}

function marker(map, group, words, listUrl) {
  const [first] = group.features;
  const grouped = group.features.some((feature) => feature.properties.count);
  if (group.count === 1 && !grouped) return single(first, words);
  const at = map.unproject(group.at, map.getZoom());
  const size = group.count < 10 ? 34 : group.count < 100 ? 40 : group.count < 1000 ? 46 : 54;
  const title = words.cluster.replace("{n}", group.count);
  const icon = L.divIcon({ className: "map-cluster", html: text("span", String(group.count)), iconSize: [size, size] });
  const shown = L.marker(at, { icon, title });
  const together = bounds(group.features);
  const tight = together.getNorthEast().distanceTo(together.getSouthWest()) < 30;
  const open = () => {
    if (map.getZoom() < map.getMaxZoom() && (grouped || !tight)) {
      map.getContainer().focus({ preventScroll: true });   // this marker is about to be drawn anew
      if (tight) map.setView(at, Math.min(map.getZoom() + 3, map.getMaxZoom()));
      else map.fitBounds(together, { padding: [40, 40], maxZoom: Math.max(map.getZoom() + 2, 12) });
    } else {
      L.popup().setLatLng(at).setContent(several(group, words, listUrl)).openOn(map);
    }
  };
  return shown.on("click", open).on("keypress", (event) => { if (event.originalEvent.key === "Enter") open(); });
}

function single(feature, words) {
  const { title, tone, state } = feature.properties;
  const icon = L.divIcon({ className: `map-point map-${tone || "info"}`, iconSize: [26, 26], html: text("span", "") });
  const shown = L.marker(place(feature), { icon, title: state ? `${title} - ${state}` : title });
  shown.bindPopup(() => card(feature.properties, words));
  const area = circle(feature);
  return area ? L.layerGroup([area, shown]) : shown;
}

export function card(properties, words) {
  const box = document.createElement("div");
  box.className = "map-card";
  box.append(text("strong", properties.title));
  if (properties.state) box.append(text("span", properties.state, `badge-state badge-${properties.tone || "info"}`));
  if (properties.subtitle) box.append(text("p", properties.subtitle));
  if (properties.url) box.append(Object.assign(text("a", words.open), { href: properties.url }));
  return box;
}

function several(group, words, listUrl) {
  const box = document.createElement("div");
  box.className = "map-card";
  box.append(text("strong", words.same.replace("{n}", group.count)));
  const named = group.features.filter((feature) => feature.properties.title);
  if (named.length) box.append(links(named.slice(0, 20), words, group.count));
  else if (listUrl) box.append(Object.assign(text("a", words.open), { href: listUrl }));
  return box;
}

function links(features, words, total) {
  const items = document.createElement("ul");
  for (const { properties } of features) {
    const item = document.createElement("li");
    item.append(properties.url ? Object.assign(text("a", properties.title), { href: properties.url }) : text("span", properties.title));
    if (properties.state) item.append(text("span", ` ${properties.state}`, "sub"));
    items.append(item);
  }
  if (total > features.length) items.append(text("li", words.more.replace("{n}", total - features.length)));
  return items;
}

function list(box, state, words, map) {
  const single = state.features.filter((feature) => !feature.properties.count);
  const inView = single.filter((feature) => map.getBounds().contains(place(feature)));
  const sorted = inView.sort((a, b) => String(a.properties.title).localeCompare(b.properties.title, "vi"));
  const holder = box.parentElement.querySelector("[data-map-items]");
  holder?.replaceChildren(...(sorted.length ? [links(sorted.slice(0, LISTED), words, sorted.length)] : []));
  say(box, summary(state, words));
}

function summary({ total, outside: beyond, clustered, language }, words) {
  const said = (sentence, n) => sentence.replace("{n}", n.toLocaleString(language));
  const sentences = [];
  if (total > beyond) sentences.push(said(clustered ? words.clustered : words.total, total - beyond));
  if (beyond) sentences.push(said(words.outside, beyond));
  return sentences.join(" ") || words.none;
}

export function say(box, message) {
  const line = box.parentElement.querySelector("[data-map-status]");
  if (line && line.textContent !== message) line.textContent = message;
}

export function text(tag, content, className = "") {
  return Object.assign(document.createElement(tag), { textContent: content ?? "", className });
}
