// The service worker: the page and its files, kept whole at the first visit. It sees no code and no picture: those stay
// in the page. The server puts EDITION, SCOPE, FILES and PAGES in front of this.

const CACHE = `check-${EDITION}`;
const PATIENCE = 4000; // milliseconds until a page that was kept is shown instead of one that does not come

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && pathname === SCOPE) event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});

async function install() {
  const cache = await caches.open(CACHE);
  // without cookies, or the last of the three languages to come would become the visitor's own
  const pages = PAGES.map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  await cache.addAll([...FILES, ...pages, new Request(SCOPE, { cache: "reload" })]);
  await skipWaiting();
}

/** Older editions go; the lists, which the page keeps itself, stay. */
async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("check-") && name !== CACHE && name !== "check-lists");
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** As the server has it now, else as it was kept, in the language that was asked for or shown last. */
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) await cache.put(SCOPE, answer.clone());
    return answer;
  } catch {
    const kept = await cache.match(request, { ignoreVary: true });
    return kept ?? (await cache.match(SCOPE, { ignoreVary: true })) ?? Response.error();
  }
}
