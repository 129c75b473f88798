/** The emergency export: everything not yet received, locked to the server's key, in one file. */

import { enrolment } from "../store/device.js";
import { read, under } from "../store/db.js";
import { bytes } from "../store/files.js";
import { toBase64 } from "../store/ids.js";
import { bodyOf } from "../store/outbox.js";
import { lockTo } from "../store/recovery.js";
import { isThere } from "../store/rows.js";
import { unlocked } from "../store/vault.js";

const FORMAT = "wavewarden-field-export";

/**
 * Return a `.wwfield` Blob of the person signed in: all operations without a receipt and all files not complete on the
 * server. Nothing on the tablet changes; the server takes the same file any number of times.
 */
export async function emergency() {
  const { key, who } = unlocked();
  const device = await enrolment();
  const [rows, files] = await read(["outbox", "files"], (tx) =>
    Promise.all(["outbox", "files"].map((name) => tx.objectStore(name).getAll(under(who.id))))
  );
  const operations = await Promise.all(rows.map((row) => bodyOf(key, who.id, row)));
  const carried = [];
  for (const row of files.filter((one) => !isThere(one))) {
    const data = await bytes(row.id, row.role);
    if (data) carried.push({ id: row.id, role: row.role, data: toBase64(data) });
  }
  const content = { format: FORMAT, tablet: device.tablet, operations, files: carried };
  const locked = await lockTo(device.recovery_key, JSON.stringify(content));
  return new Blob([JSON.stringify({ format: FORMAT, locked })], { type: "application/json" });
}
