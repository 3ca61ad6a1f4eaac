// Runs beside the pages: where the service cannot be reached, a page says so in our words. It keeps
// that page and its look, asked for without a session, and nothing of any register.
"use strict";

const KEPT = {{ kept|tojson }};
const PAGE = KEPT[0];
const NAME = "offline " + KEPT.join(" ");

const keep = async () => {
  const kept = await caches.open(NAME);
  await kept.addAll(KEPT.map((address) => new Request(address, { credentials: "omit" })));
  await self.skipWaiting();
};

const forgetOthers = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  const standIn = mode === "navigate" ? PAGE : pathname + search;
  if (mode !== "navigate" && !KEPT.includes(standIn)) return;
  event.respondWith(
    fetch(event.request).catch(async (reason) => {
      const kept = await caches.match(standIn);
      if (kept) return kept;
      throw reason;
    }),
  );
});
