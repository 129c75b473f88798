// Words, dates and numbers in the chosen language; changed in place, without loading anything.

import { now } from "../clock.js";
import { en } from "./en/index.js";
import { vi } from "./vi/index.js";

const FILES = { vi, en };
const KEPT = "wavewarden.tablet.language";
let chosen = FILES[localStorage.getItem(KEPT)] ? localStorage.getItem(KEPT) : document.documentElement.lang.startsWith("en") ? "en" : "vi";

export const language = () => chosen;
export const other = () => (chosen === "vi" ? "en" : "vi");

export function setLanguage(name) {
  chosen = name;
  localStorage.setItem(KEPT, name);
  document.documentElement.lang = name;
  document.title = t("app.title");
}

// A word may have holes: `{n}`, and `{n|record|records}` for what n decides.
export const t = (key, given = {}) => filled(FILES[chosen], key, given);
// What goes into the record is in Vietnamese, whatever the screen says.
export const inVietnamese = (key, given = {}) => filled(vi, key, given);
export const has = (key) => key in FILES[chosen];

function filled(file, key, given) {
  const text = file[key];
  if (text === undefined) throw new Error(`no word for ${key}`);
  return text.replace(/\{(\w+)(?:\|(.*?)\|(.*?))?\}/g, (_, name, one, many) => (one === undefined ? given[name] ?? "" : String(given[name]) === "1" ? one : many));
}

// The text of a row of data in the reader's language: `text_vi`, `text_en`.
export const pick = (row, name) => row?.[`${name}_${chosen}`] || row?.[`${name}_vi`] || "";

const two = (number) => String(number).padStart(2, "0");

export function date(text, to = chosen) {
  if (!text) return "";
  const [year, month, day] = text.slice(0, 10).split("-");
  return to === "vi" ? `${day}/${month}/${year}` : `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

// From one day to another, or the one day it is.
export const days = (from, until) => (from && until && from !== until ? `${date(from)} – ${date(until)}` : date(from || ""));

export function moment(value, to = chosen) {
  if (!value) return "";
  const at = new Date(value);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return to === "vi" ? `${time} ${date(isoDay(at), to)}` : `${date(isoDay(at), to)}, ${time}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const isoDay = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
export const today = () => isoDay(now());

export function number(value, digits = 3, least = 0, to = chosen, useGrouping = true) {
  if (value === null || value === undefined || value === "") return "";
  const locale = to === "vi" ? "vi-VN" : "en-GB";
  return Number(value).toLocaleString(locale, { maximumFractionDigits: digits, minimumFractionDigits: least, useGrouping });
}

// As it stands in a field: `parsed` would read the point of "5.000" as that of a decimal.
export const typed = (value) => number(value, 6, 0, chosen, false);

// 157400000 -> "157,400 MHz", with as many digits as the step needs, at least three.
export const megahertz = (hertz, to = chosen) => (hertz ? `${number(hertz / 1e6, 6, 3, to)} MHz` : "");

export function bytes(count) {
  if (count < 1e6) return `${number(count / 1e3, 0)} kB`;
  return count < 1e9 ? `${number(count / 1e6, 1)} MB` : `${number(count / 1e9, 2)} GB`;
}

// "157,4", "157.4" and "1 234,5" as people type them; null where it is no number.
export function parsed(text) {
  const plain = String(text ?? "").replace(/\s/g, "").replace(",", ".");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

export function position(lat, lon) {
  const dms = (value, plus, minus) => {
    const all = Math.round(Math.abs(value) * 36000) / 10;
    const degrees = Math.floor(all / 3600), minutes = Math.floor((all - degrees * 3600) / 60);
    return `${degrees}°${two(minutes)}′${number(all - degrees * 3600 - minutes * 60, 1, 1)}″${value < 0 ? minus : plus}`;
  };
  const [north, south, east, west] = language() === "vi" ? "BNĐT" : "NSEW"; // N is the south in Vietnamese
  return `${dms(lat, north, south)} ${dms(lon, east, west)} (${lat.toFixed(5)}, ${lon.toFixed(5)})`;
}

export function metres(value, to = chosen) {
  return value < 1000 ? `${number(value, 0, 0, to)} m` : `${number(value / 1000, 1, 0, to)} km`;
}
