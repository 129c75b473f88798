/**
 * The moment by the server's clock, as well as the tablet knows it: for what is shown, proposed and signed. What is
 * sent stays by the tablet's own clock, and the server moves it.
 */

let ahead = 0; // ms that the server's clock is ahead of the tablet's

/** Take over the offset of the last contact, in seconds; undefined before the first. */
export function learn(offset) {
  ahead = (offset ?? 0) * 1000;
}

export const now = () => new Date(Date.now() + ahead);

/** A time by the tablet's clock, ISO or Date, as the server's. */
export const byServer = (own) => new Date(new Date(own).getTime() + ahead);

/** The digits of a moment on this tablet's wall, for the name of a file: 20261123223527. */
export function stamp(at) {
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** A time as people know it, Date, by the tablet's own clock. */
export const byTablet = (known) => new Date(known.getTime() - ahead);
