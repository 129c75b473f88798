/** The files still to be sent: which is next, how far each has come, and its bytes. */

import { openBytes } from "./boxes.js";
import { read, under, write } from "./db.js";
import { bytesPlace } from "./files.js";
import { isThere } from "./rows.js";
import { changed } from "./signal.js";
import { unlocked } from "./vault.js";

/** Return the files to send now, working copies first; only those whose declaration has its receipt. */
export async function waitingFiles(force = false) {
  const { who } = unlocked();
  return read(["files", "outbox"], async (tx) => {
    const declared = (await tx.objectStore("outbox").getAll(under(who.id)))
      .filter((row) => row.type === "evidence.declare")
      .map((row) => row.subject);
    const rows = await tx.objectStore("files").getAll(under(who.id));
    const open = rows.filter((row) => !isThere(row) && (force || !(row.until > Date.now())));
    const ready = open.filter((row) => !declared.includes(`evidence:${row.id}`));
    return ready.sort((one, other) => (one.role === other.role ? 0 : one.role === "working" ? -1 : 1));
  });
}

/**
 * Note how far a file has come: {state, offset}. `done` is the server's own word for a whole file of the right hash;
 * `waits` with `until` (ms) that the server does not know the file yet.
 */
export async function noteFile(row, { state, offset, until = 0 }) {
  await write(["files"], async (tx) => {
    const store = tx.objectStore("files");
    const kept = await store.get([row.person, row.id, row.role]);
    const ended = isThere({ state }) && !kept.doneAt ? { doneAt: Date.now() } : {};
    await store.put({ ...kept, state, offset, until, ...ended });
  });
  changed("files");
}

/** Return the bytes of a file to send. */
export async function fileBytes(row) {
  const { key, who } = unlocked();
  const kept = await read(["bytes"], (tx) => tx.objectStore("bytes").get([who.id, row.id, row.role]));
  return openBytes(key, bytesPlace(who.id, row.id, row.role), kept.box);
}

/** A file the server says it lacks is sent again, though it was thought complete. */
export async function sendAgain(id) {
  const { who } = unlocked();
  await write(["files"], async (tx) => {
    const store = tx.objectStore("files");
    const row = await store.get([who.id, id, "working"]);
    if (row && row.state === "done") await store.put({ ...row, state: "waiting", offset: 0, doneAt: undefined });
  });
}
