/** Fetches the package and proves, by reading everything back, that a day without coverage may begin. */

import { contact, serverNow } from "../net/contact.js";
import { call, Refused } from "../net/client.js";
import { lockJson } from "../store/boxes.js";
import { under, write } from "../store/db.js";
import { get } from "../store/device.js";
import { headPlace, packageHead, part, partNames, partPlace } from "../store/parts.js";
import { changed } from "../store/signal.js";
import { rename, unlocked } from "../store/vault.js";
import { ask } from "./release.js";
import { isOld } from "./warnings.js";

/**
 * Fetch what changed and store it in one transaction; returns the head. Parts that are no longer sent go, except
 * visits on which something was recorded. @throws {NoAnswer|Refused|StoreError} the old package stays whole.
 */
export async function fetchPackage() {
  const { key, who } = unlocked();
  const met = await contact();
  if (met.person !== who.id) throw new Refused(409, "other_person");
  const have = (await partNames()).map(({ version }) => version);
  const { json } = await call("GET", `package/?have=${have.join(",")}`, { timeout: 120_000 });
  const { parts, ...rest } = json;
  const head = { ...rest, fetched_at: new Date().toISOString() };
  const headBox = await lockJson(key, headPlace(who.id), head);
  const rows = await Promise.all(parts.filter((one) => one.content).map(async ({ name, version, content }) => ({
    person: who.id, name, version, box: await lockJson(key, partPlace(who.id, name), content),
  })));
  await write(["heads", "parts", "lines"], async (tx) => {
    const store = tx.objectStore("parts");
    for (const row of rows) await store.put(row);
    const named = new Set(parts.map(({ name }) => name));
    for (const row of await store.getAll(under(who.id))) await keepOrDrop(tx, row, named.has(row.name));
    await tx.objectStore("heads").put({ person: who.id, box: headBox });
  });
  changed("package");
  await rename(head.me?.name);
  return head;
}

/** A visit taken back is kept while it holds recorded lines, with the checklists it may need. */
async function keepOrDrop(tx, row, named) {
  const store = tx.objectStore("parts");
  if (named) {
    if (row.gone) await store.put({ ...row, gone: false });
    return;
  }
  const visit = row.name.startsWith("visit:") ? row.name.slice("visit:".length) : null;
  const lines = visit ? await tx.objectStore("lines").count(under(row.person, visit)) : 0;
  if (lines || row.name.startsWith("checklist:")) await store.put({ ...row, gone: true });
  else await store.delete([row.person, row.name]);
}

/**
 * Read everything back that a day offline needs: [{what, ok, detail}], what = shell, map, package, visits, checklists,
 * law, words, clock, storage. `isReady` says whether "ready offline" may be shown.
 */
export async function proof() {
  const lacking = await ask("lacking").catch(() => null);
  const head = await packageHead();
  const visits = (await partNames()).filter(({ name, gone }) => name.startsWith("visit:") && !gone);
  const known = await Promise.all(visits.map(({ name }) => part(name)));
  const lists = new Set(known.flatMap((row) => row.checklists.map((one) => one.version)));
  const read_ = async (name) => Boolean(await part(name).catch(() => null));
  const absent = [];
  for (const version of lists) if (!(await read_(`checklist:${version}`))) absent.push(version);
  const clock = await get("clock");
  const isMap = (address) => /\/(map|leaflet)/.test(address);
  return [
    { what: "shell", ok: lacking !== null && !lacking.some((one) => !isMap(one)), detail: String(lacking ?? "") },
    { what: "map", ok: lacking !== null && !lacking.some(isMap), detail: String(lacking ?? "") },
    { what: "package", ok: head !== null && !isOld(head, await serverNow()), detail: head?.fetched_at ?? "" },
    { what: "visits", ok: visits.length > 0, detail: String(visits.length) },
    { what: "checklists", ok: absent.length === 0, detail: absent.join(", ") },
    { what: "law", ok: await read_("law"), detail: "" },
    { what: "words", ok: await read_("words"), detail: "" },
    { what: "clock", ok: Boolean(clock), detail: String(clock?.offset_s ?? "") },
    { what: "storage", ok: await navigator.storage.persisted(), detail: "" },
  ];
}

/** Say whether a proof lets one go: everything but `storage`, which is a promise of the browser that it may refuse. */
export const isReady = (rows) => rows.every((row) => row.ok || row.what === "storage");
