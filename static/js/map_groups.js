// Where points lie together on a map, and which of them are drawn as one.

const CELL = 58;            // pixels; nearer points are drawn as one

export const place = (feature) => [feature.geometry.coordinates[1], feature.geometry.coordinates[0]];

export function bounds(features) {
  const all = L.latLngBounds(features.map(place));
  for (const { properties } of features) {
    if (properties.box) all.extend([properties.box[1], properties.box[0]]).extend([properties.box[3], properties.box[2]]);
  }
  return all;
}

// Where the areas around the points are what the map is for, the view holds them whole.
export function withCircles(features) {
  const all = bounds(features);
  for (const feature of features) {
    const { radius_m: radius } = feature.properties;
    if (radius) all.extend(L.latLng(place(feature)).toBounds(2 * radius));
  }
  return all;
}

export function grid(map, features) {
  const cells = new Map();
  for (const feature of features) {
    const at = map.project(place(feature), map.getZoom());
    const key = `${Math.floor(at.x / CELL)}:${Math.floor(at.y / CELL)}`;
    if (!cells.has(key)) cells.set(key, { features: [], count: 0 });
    const cell = cells.get(key);
    cell.features.push(feature);
    cell.count += 1;
  }
  return merged(map, [...cells.values()]);
}

// Neighbouring groups whose middles nearly touch become one, so that numbers never cover one another.
export function merged(map, cells) {
  const groups = [];
  for (const cell of cells.sort((a, b) => b.count - a.count)) {
    const at = middle(map, cell.features);
    const near = groups.find((group) => group.at.distanceTo(at) < CELL * 0.85);
    if (near) {
      near.features.push(...cell.features);
      near.count += cell.count;
    } else {
      groups.push({ ...cell, at });
    }
  }
  return groups;
}

const middle = (map, features) => map.project(
  features.length === 1 ? place(features[0]) : bounds(features).getCenter(), map.getZoom());
