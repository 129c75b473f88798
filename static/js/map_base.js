// The built-in basemap: land, coast, rivers and the labels of the administration's data folder; or XYZ tiles.

const SEA = "#d5e6f3", LAND = "#eef0f2", COUNTRY = "#fdf6e3", SHORE = "#9db4c8", SHEET = "#f4f6fa";
const files = new Map();

export function json(url) {
  if (!files.has(url)) {
    files.set(url, fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    }));
  }
  return files.get(url);
}

// `sheet` is map.json of the data folder: where the data are complete, where they are finer, the views, the labels.
export async function addBase(map, config, sheet) {
  for (const [name, z] of [["land", 210], ["detail", 220], ["lines", 230], ["sheet", 240]]) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }
  map.createPane("labels").style.zIndex = 450;
  map.getPane("labels").style.pointerEvents = "none";
  if (config.tiles) {
    L.tileLayer(config.tiles, { maxZoom: 19 }).addTo(map);
  } else {
    map.getContainer().classList.add("map-built-in");
    await addLand(map, config.base, sheet);
  }
  if (!config.tiles) map.attributionControl.addAttribution(sheet.attribution[config.language]);
  addLabels(map, sheet.labels, config.language);
}

async function addLand(map, base, sheet) {
  const [region, country, islands, borders] = await Promise.all(
    [base.region, base.country, base.islands, base.borders].map(json));
  const shore = (pane) => ({ pane, color: SHORE, weight: 0.8, interactive: false });
  fill(map, region, "land", LAND);
  fill(map, country, "land", COUNTRY);
  L.geoJSON(islands, { pane: "land", interactive: false, style: { color: "#8a6d2f", weight: 1.5, fillColor: COUNTRY, fillOpacity: 1 } }).addTo(map);
  L.polyline(shores(region, sheet.area), shore("land")).addTo(map);
  L.geoJSON(borders, { pane: "lines", interactive: false, style: { color: "#8c96a3", weight: 1, dashArray: "4 3" } }).addTo(map);
  addSheet(map, sheet.area);
  addDetail(map, base, sheet, shore("detail"));
}

function fill(map, data, pane, colour) {
  // a hair-line of the same colour closes the seams between files
  return L.geoJSON(data, { pane, interactive: false, style: { color: colour, weight: 0.6, fillColor: colour, fillOpacity: 1 } }).addTo(map);
}

// Beyond the data lies paper, as around a printed chart: a straight cut must not look like a coast.
function addSheet(map, area) {
  const [[s, w], [n, e]] = area;
  const ring = (south, west, north, east) => [[south, west], [north, west], [north, east], [south, east]];
  L.polygon([ring(-60, 20, 75, 200), ring(s, w, n, e)], { pane: "sheet", interactive: false, stroke: false, fillColor: SHEET, fillOpacity: 1 }).addTo(map);
  L.rectangle(area, { pane: "sheet", interactive: false, fill: false, color: "#b4bfcc", weight: 1 }).addTo(map);
}

// The full-resolution coast of the home province replaces the coarse one when one looks closely.
function addDetail(map, base, sheet, style) {
  const layer = L.layerGroup();
  let asked = false;
  const show = () => {
    const wanted = map.getZoom() >= sheet.detail_from_zoom && map.getBounds().intersects(sheet.detail);
    if (wanted && !asked) {
      asked = true;
      Promise.all([json(base.detail), json(base.rivers)]).then(([detail, rivers]) => {
        L.rectangle(sheet.detail, { pane: "detail", interactive: false, stroke: false, fillColor: SEA, fillOpacity: 1 }).addTo(layer);
        L.geoJSON(detail, { pane: "detail", interactive: false, style: { stroke: false, fillColor: COUNTRY, fillOpacity: 1 } }).addTo(layer);
        L.polyline(shores(detail, sheet.detail), style).addTo(layer);
        L.geoJSON(rivers, { pane: "detail", interactive: false, style: { color: "#a9c8e0", weight: 1.4 } }).addTo(layer);
      }).catch(() => { asked = false; });
    }
    if (wanted) layer.addTo(map); else layer.remove();
  };
  map.on("moveend", show);
  map.whenReady(show);
}

// Rings without the edges that only come from cutting the file at its box.
function shores(feature, [[south, west], [north, east]]) {
  const lines = [];
  const onCut = (a, b) => [[0, west], [0, east], [1, south], [1, north]]
    .some(([axis, edge]) => Math.abs(a[axis] - edge) < 0.006 && Math.abs(b[axis] - edge) < 0.006);
  for (const polygon of feature.geometry.coordinates) for (const ring of polygon) {
    let line = [];
    ring.forEach((point, index) => {
      if (index && onCut(ring[index - 1], point)) { if (line.length > 1) lines.push(line); line = []; }
      line.push([point[1], point[0]]);
    });
    if (line.length > 1) lines.push(line);
  }
  return lines;
}

function addLabels(map, labels, language) {
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    for (const item of labels) {
      if (map.getZoom() < item.from_zoom) continue;
      const box = document.createElement("span");
      for (const text of [item[language] || item.vi, item[`${language}2`] || item.vi2]) {
        if (!text) continue;
        box.append(Object.assign(document.createElement("span"), { textContent: text }));
      }
      const icon = L.divIcon({ className: `map-label map-label-${item.kind}${item.side ? ` map-label-${item.side}` : ""}`, html: box, iconSize: null });
      L.marker([item.lat, item.lon], { pane: "labels", icon, interactive: false, keyboard: false }).addTo(layer);
    }
  };
  map.on("zoomend", draw);
  draw();
}
