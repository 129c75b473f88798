// Where the tablet is: by its receiver with the accuracy, or by a pin set by hand; distances on the sphere.

const EARTH_M = 6371008.8;

export function distance(lat1, lon1, lat2, lon2) {
  const rad = Math.PI / 180;
  const a = Math.sin(((lat2 - lat1) * rad) / 2) ** 2
    + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

// Resolves to {lat, lon, accuracy, at} or rejects with code "refused", "off" or "late".
export function locate({ patience = 15_000 } = {}) {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) { reject(coded("off")); return; }
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy: Math.round(coords.accuracy), at: new Date(timestamp).toISOString() }),
      (error) => reject(coded(error.code === 1 ? "refused" : error.code === 2 ? "off" : "late")),
      { enableHighAccuracy: true, timeout: patience, maximumAge: 30_000 });
  });
}

const coded = (code) => Object.assign(new Error(code), { code });
export const FAR_M = 2000;

let last = null, known = 0;
// The last position known, for the photos that follow; never older than five minutes: by the clock that took it, not the one of the satellites.
export const recent = () => (last && Date.now() - known < 300_000 ? last : null);
export const remember = (found) => { last = found; known = Date.now(); return found; };

// Stations and protected places nearest first.
export function nearest(rows, lat, lon, most = 5) {
  return rows.filter((row) => row.lat !== null).map((row) => ({ ...row, away: distance(lat, lon, row.lat, row.lon) }))
    .sort((a, b) => a.away - b.away).slice(0, most);
}

// An order of the day, from where one is: each place tried as the first, then on to the nearest not yet seen, then every
// stretch turned round as long as that makes the way shorter; the shortest of these.
export function route(stops, start) {
  const placed = stops.filter((stop) => stop.lat !== null && stop.lat !== undefined);
  const firsts = start ? placed : placed.slice(0, 1);
  const ways = firsts.map((first) => shortened(nearestFrom(first, placed), start));
  const best = ways.reduce((least, way) => (length(way, start) < length(least, start) ? way : least), ways[0] || []);
  return [...best, ...stops.filter((stop) => !placed.includes(stop))];
}

const leg = (from, to) => (from && to ? distance(from.lat, from.lon, to.lat, to.lon) : 0);
const length = (way, start) => way.reduce((sum, stop, index) => sum + leg(index ? way[index - 1] : start, stop), 0);

function nearestFrom(first, placed) {
  const found = [first], rest = placed.filter((stop) => stop !== first);
  while (rest.length) {
    const here = found.at(-1);
    rest.sort((one, other) => leg(here, one) - leg(here, other));
    found.push(rest.shift());
  }
  return found;
}

function shortened(order, start) {
  const way = [start, ...order];
  for (let better = true; better;) {
    better = false;
    for (let first = start ? 1 : 2; first < way.length - 1; first += 1) {
      for (let last = first + 1; last < way.length; last += 1) {
        const won = leg(way[first - 1], way[first]) + leg(way[last], way[last + 1]) - leg(way[first - 1], way[last]) - leg(way[first], way[last + 1]);
        if (won < 1) continue; // less than a metre
        way.splice(first, last - first + 1, ...way.slice(first, last + 1).reverse());
        better = true;
      }
    }
  }
  return way.slice(1);
}
