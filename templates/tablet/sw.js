/* The tablet's service worker: keeps one release whole, and serves the page and its files from it alone.
   Nothing of anybody's work is here. The server renders the list; a changed list is a new release. */
const RELEASE = "{{ release }}";
const PAGE = "{{ page }}";
const FILES = new Map({{ files }});
const PREFIX = "tablet-shell-";
const CACHE = PREFIX + RELEASE;

/** Copy a file from an older release when it is the same, else fetch it and check its hash. */
async function take(cache, address, integrity) {
  const request = new Request(address, { integrity, cache: "no-cache", credentials: "same-origin" });
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const kept = await (await caches.open(name)).match(address);
    if (kept && kept.headers.get("x-integrity") === integrity) return cache.put(address, kept);
  }
  const answer = await fetch(request); // rejects when the bytes are others than the list says
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const headers = new Headers(answer.headers);
  headers.set("x-integrity", integrity);
  headers.delete("content-encoding");
  return cache.put(address, new Response(await answer.arrayBuffer(), { status: 200, headers }));
}

async function takeAll() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: "no-cache", credentials: "same-origin" });
  if (!page.ok || page.redirected || !(await page.clone().text()).includes('id="tablet-config"')) {
    throw new Error(`${PAGE}: ${page.status}`); // a proxy's own page, not ours
  }
  await cache.put(PAGE, page);
  const waiting = [...FILES];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await take(cache, ...next);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

/** What is lacking of this release: addresses not kept, or kept with other bytes. */
async function lacking() {
  const cache = await caches.open(CACHE);
  const found = (await cache.match(PAGE)) ? [] : [PAGE];
  for (const [address, integrity] of FILES) {
    const kept = await cache.match(address);
    const hash = kept && (await crypto.subtle.digest("SHA-256", await kept.arrayBuffer()));
    const text = hash && `sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`;
    if (text !== integrity) found.push(address);
  }
  return found;
}

self.addEventListener("install", (event) => event.waitUntil(takeAll()));

self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
    })()
  )
);

self.addEventListener("message", (event) => {
  const port = event.ports[0];
  if (event.data === "activate") self.skipWaiting();
  if (event.data === "release") port.postMessage(RELEASE);
  if (event.data === "lacking") event.waitUntil(lacking().then((found) => port.postMessage(found)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const key = request.mode === "navigate" ? (address.pathname === PAGE ? PAGE : null) : address.pathname;
  if (key !== PAGE && !FILES.has(key)) return; // calls to the server are the page's own business
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(key))
      .then((kept) => kept || fetch(request))
  );
});
