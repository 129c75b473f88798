/** What can go wrong in the tablet's store; screens tell it by `code` and keep what was typed. */

/**
 * Codes: `locked` (no PIN was given), `quota` (the storage is full), `failed` (the write did not happen), `pin`
 * (wrong PIN; `details.waitUntil` in ms when too many), `unknown_visit`, `pending` (work is not sent yet), `not_ready`.
 */
export class StoreError extends Error {
  constructor(code, cause, details = {}) {
    super(`${code}${cause ? `: ${cause.message ?? cause}` : ""}`, { cause });
    this.name = "StoreError";
    this.code = code;
    this.details = details;
  }
}
