/** Deletes what has its own receipt and is seven days older: bytes of files, then what is left of sent visits. */

import { get } from "./device.js";
import { read, under, write } from "./db.js";
import { isReturned } from "./returned.js";
import { isUndecided } from "./rows.js";
import { unlocked } from "./vault.js";

const KEPT_MS = 7 * 24 * 3_600_000;

/** Purge; `now` in ms by the server's clock, so that a wrong clock of the tablet deletes nothing early. */
export async function purge(now = undefined) {
  const { who } = unlocked();
  const clock = await get("clock");
  const at = now ?? Date.now() + (clock?.offset_s ?? 0) * 1000;
  await write(["files", "bytes", "receipts"], async (tx) => {
    const [files, receipts] = await Promise.all(["files", "receipts"].map((name) => tx.objectStore(name).getAll(under(who.id))));
    const decided = new Set(receipts.filter((one) => one.settled && !isUndecided(one)).map((one) => one.subject));
    const free = (one) => one.state === "done" || (one.state === "held" && decided.has(`evidence:${one.id}`));
    for (const row of files.filter((one) => free(one) && !one.purged && at - one.doneAt > KEPT_MS)) {
      await tx.objectStore("bytes").delete([who.id, row.id, row.role]);
      await tx.objectStore("files").put({ ...row, purged: true });
    }
  });
  const visits = await read(["visits"], (tx) => tx.objectStore("visits").getAll(under(who.id)));
  // one given back is amended here, where all of it still lies
  for (const row of visits.filter((one) => one.receipt && !isReturned(one) && at - one.sealedAt > KEPT_MS)) await drop(who.id, row.visit);
}

/** Drop a sent visit that left the package, unless anything of it is still on its way or waits for a decision. */
function drop(person, visit) {
  return write(["outbox", "receipts", "files", "lines", "visits", "parts"], async (tx) => {
    const [outbox, receipts, files] = ["outbox", "receipts", "files"].map((name) => tx.objectStore(name));
    const part = await tx.objectStore("parts").get([person, `visit:${visit}`]);
    const kept = await receipts.index("visit").getAll([person, visit]);
    const held = await files.index("visit").getAll([person, visit]);
    const open = await outbox.index("visit").count([person, visit]);
    if ((part && !part.gone) || open || kept.some(isUndecided) || held.some((row) => !row.purged)) return;
    for (const row of kept) await receipts.delete([person, row.seq]);
    for (const row of held) await files.delete([person, row.id, row.role]);
    await tx.objectStore("lines").delete(under(person, visit));
    await tx.objectStore("parts").delete([person, `visit:${visit}`]);
  });
}
