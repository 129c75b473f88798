/** Photos and other files: bytes, hashes and their declaration are stored in one transaction, locked. */

import { lockBytes, openBytes } from "./boxes.js";
import { read } from "./db.js";
import { StoreError } from "./errors.js";
import { newId, sha256 } from "./ids.js";
import { changed } from "./signal.js";
import { unlocked } from "./vault.js";
import { append } from "./writing.js";

const LINKS = ["finding", "item", "measurement", "attendance", "earlier", "kind", "amendment_reason"];

/** Files leave this much room, so that records can still be written, sent and receipted on a full tablet. */
const RESERVE = 20_000_000;

export const bytesPlace = (person, id, role) => `bytes:${person}:${id}:${role}`;

/**
 * Keep a file of a visit and announce it. `working` is the copy that is sealed (at most 300 kB of a photo), `original`
 * what the camera gave; both ArrayBuffers. position {lat, lon, accuracy} in degrees and metres. Resolves with
 * {id, sha256} when everything is safely stored.
 * @throws {StoreError} `quota`, `failed`, `locked`: nothing was stored, keep the bytes and tell the person.
 */
export async function keep(visitId, file) {
  const { key, who } = unlocked();
  const id = file.id ?? newId();
  await requireRoom(file.working.byteLength + (file.original?.byteLength ?? 0));
  const copies = [await copyOf(key, who.id, visitId, id, "working", file.working)];
  if (file.original && (await sha256(file.original)) !== copies[0].row.sha256) {
    copies.push(await copyOf(key, who.id, visitId, id, "original", file.original));
  }
  const payload = declaration(id, file, copies.map((copy) => copy.row));
  await append(visitId, "evidence.declare", payload, { position: file.position }, {
    stores: ["files", "bytes"],
    put: async (tx) => {
      for (const { row, box } of copies) {
        await tx.objectStore("files").put(row);
        await tx.objectStore("bytes").put({ person: who.id, id, role: row.role, box });
      }
    },
  });
  changed("files");
  return { id, sha256: copies[0].row.sha256 };
}

/** Return the ArrayBuffer of a file, role `working` or `original`; null when it was purged or never was. */
export async function bytes(id, role = "working") {
  const { key, who } = unlocked();
  const row = await read(["bytes"], (tx) => tx.objectStore("bytes").get([who.id, id, role]));
  if (!row) return null;
  try {
    return await openBytes(key, bytesPlace(who.id, id, role), row.box);
  } catch (error) {
    throw new StoreError("failed", error);
  }
}

async function requireRoom(size) {
  const { quota, usage } = await navigator.storage.estimate();
  if (quota && quota - usage < size + RESERVE) throw new StoreError("quota");
}

async function copyOf(key, person, visit, id, role, data) {
  const box = await lockBytes(key, bytesPlace(person, id, role), data);
  const known = { size: data.byteLength, sha256: await sha256(data) };
  return { row: { person, id, role, visit, ...known, state: "waiting", offset: 0 }, box };
}

function declaration(id, file, [working, original]) {
  const at = file.position;
  const links = Object.fromEntries(LINKS.filter((name) => file[name]).map((name) => [name, file[name]]));
  return {
    id, sha256: working.sha256, size: working.size, file_name: file.fileName ?? `${id}.jpg`,
    caption: file.caption ?? "",
    taken_at: file.takenAt ?? new Date().toISOString(), lat: at?.lat ?? null, lon: at?.lon ?? null,
    accuracy_m: at?.accuracy ?? null, device: file.device ?? "", ...links,
    ...(original ? { original: { sha256: original.sha256, size: original.size } } : {}),
  };
}
