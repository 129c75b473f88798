/** What a person should know before relying on this tablet; nothing of it hinders recording or sending. */

import { PROTOCOL } from "../config.js";
import { serverNow } from "../net/contact.js";
import { get } from "../store/device.js";
import { areNew, packageHead } from "../store/parts.js";
import { person } from "../store/vault.js";

/** The server flags work on a package older than this, and clocks further off than that. */
const OLD_MS = 24 * 3_600_000;
const OFF_S = 300;

/**
 * Return [{code, at?, minutes?}]: `version` (the server no longer speaks this application's protocol), `clock` (off by
 * `minutes`, ahead when above zero), `old_package` (fetched `at`), `new_visits` (given out since). Of the last contact; the memory must be unlocked.
 */
export async function warnings() {
  const [head, clock, contact, now] = await Promise.all([packageHead(), get("clock"), get("contact"), serverNow()]);
  const found = [];
  if (contact?.spoken && !contact.spoken.includes(PROTOCOL)) found.push({ code: "version" });
  if (Math.abs(clock?.offset_s ?? 0) > OFF_S) found.push({ code: "clock", minutes: Math.round(-clock.offset_s / 60) });
  if (isOld(head, now)) found.push({ code: "old_package", at: head.server_time });
  else if (head && contact?.person === person().id && (await areNew(contact.visits ?? []))) found.push({ code: "new_visits" });
  return found;
}

/** Say whether a package is too old to leave with; `now` in ms by the server's clock. */
export const isOld = (head, now) => head !== null && now - Date.parse(head.server_time) > OLD_MS;
