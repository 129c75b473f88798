// Where the tablet is: by its receiver with the accuracy, or by a pin set by hand; distances on the sphere.

const EARTH_M = 6371008.8;

export function distance(lat1, lon1, lat2, lon2) {
  const rad = Math.PI / 180;
  const a = Math.sin(((lat2 - lat1) * rad) / 2) ** 2
    + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

// Whether it is known where something is.
export const isPlaced = (one) => one?.lat !== null && one?.lat !== undefined;

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
