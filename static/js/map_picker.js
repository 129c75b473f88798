// Choosing a position for a text field: click, drag, type in the field, or take the middle of the map; the server checks
// it and names the nearest school.

import { text } from "./map_points.js";

export function addPicker(map, box, config) {
  const field = document.getElementById(box.dataset.picker);
  const holder = box.parentElement;
  const result = holder.querySelector("[data-map-result]");
  const near = L.layerGroup().addTo(map);
  const icon = L.divIcon({ className: "map-point map-picked", iconSize: [30, 30], html: text("span", "") });
  let marker = null, asked = 0;

  function show(at, move) {
    if (!marker) {
      marker = L.marker(at, { icon, draggable: true, title: config.words.picked }).addTo(map);
      marker.on("dragend", () => choose(marker.getLatLng()));
    }
    marker.setLatLng(at);
    if (move) map.setView(at, Math.max(map.getZoom(), 15), { animate: false });
  }

  function choose(at) {
    field.value = `${at.lat.toFixed(6)}, ${at.lng.toFixed(6)}`;
    show(at, false);
    check({ text: field.value });
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function check(query) {
    const turn = ++asked;
    const url = new URL(box.dataset.check || config.check, location.href);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    let body = null;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      body = await answer.json();
      if (!answer.ok && !body.message) throw new Error(answer.status);
    } catch {
      body = { message: config.words.checkFailed };
    }
    if (turn === asked) report(body);
    return body;
  }

  function report(body) {
    result.replaceChildren();
    near.clearLayers();
    if (body.message) { result.append(text("p", body.message, "map-note map-note-error")); return; }
    result.append(text("p", `${body.dms} (${body.decimal})`));
    for (const note of body.notes) result.append(text("p", note.message, `map-note map-note-${note.level}`));
    if (!body.nearest) return;
    if (!body.nearest.length) { result.append(text("p", config.words.noNearest)); return; }
    const [place] = body.nearest;
    result.append(text("p", `${config.words.nearest}: ${place.title} - ${place.distance}`));
    for (const item of body.nearest) {
      const small = L.divIcon({ className: "map-point map-protected", iconSize: [26, 26], html: text("span", "") });
      L.marker([item.lat, item.lon], { icon: small, title: `${item.title} - ${item.distance}` })
        .bindPopup(text("span", `${item.title} - ${item.distance}`)).addTo(near);
    }
    L.polyline([[body.lat, body.lon], [place.lat, place.lon]], { className: "map-distance", interactive: false }).addTo(near);
  }

  async function take() {
    if (!field.value.trim()) return;
    const body = await check({ text: field.value });
    if (body.message) return;
    show({ lat: body.lat, lng: body.lon }, true);
    const [place] = body.nearest || [];
    if (place && place.distance_m < 5000) map.fitBounds([[body.lat, body.lon], [place.lat, place.lon]], { padding: [60, 60], maxZoom: 16, animate: false });
  }

  map.on("click", (event) => choose(event.latlng));
  holder.querySelector("[data-map-centre]")?.addEventListener("click", () => choose(map.getCenter()));
  field.addEventListener("change", (event) => { if (event.isTrusted) take(); });
  take();
}
