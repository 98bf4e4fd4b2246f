// Keeps the pages on which people are counted, so that they open with no network. Asked for first, kept as they come;
// for two days, since they may name people, and not beyond a sign-out.

const KEPT = "podworko-count";
const DAYS = 2 * 24 * 60 * 60 * 1000;
const PATIENCE = 4000;
// Named by what is in it, as our static files are: it never changes.
const LASTING = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isOld = (answer) => Date.now() - Date.parse(answer.headers.get("Date")) > DAYS;
const isPage = (answer) => (answer.headers.get("Content-Type") || "").startsWith("text/html");

async function forget(isForgotten) {
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) {
    const answer = await kept.match(request, { ignoreVary: true });
    if (answer && isForgotten(answer)) await kept.delete(request);
  }
}

async function ask(request) {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) {
    const kept = await caches.open(KEPT);
    await kept.put(request, answer.clone());
    await forget(isOld);
  } else if (answer.redirected || answer.status === 404 || answer.type === "opaqueredirect") {
    await forget(isPage);
  }
  return answer;
}

async function page(request) {
  const known = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
  if (!known) return ask(request);
  const asked = ask(request);
  asked.catch(() => {});
  // A cellar has a network that answers nothing.
  const late = new Promise((done) => setTimeout(done, PATIENCE, known));
  return Promise.race([asked, late]).catch(() => known);
}

async function file(request) {
  const known = await caches.match(request, { ignoreVary: true });
  if (known && LASTING.test(new URL(request.url).pathname)) return known;
  return ask(request).catch((error) => {
    if (known) return known;
    throw error;
  });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.destination) event.respondWith(file(request));
});
