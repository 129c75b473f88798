// The order of the day: as little way as can be found for a handful of stops.

import { distance, isPlaced } from "./place.js";

// An order of the day, from where one is: each place tried as the first, then on to the nearest not yet seen, then every
// stretch turned round as long as that makes the way shorter; the shortest of these.
export function route(stops, start) {
  const placed = stops.filter(isPlaced);
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
