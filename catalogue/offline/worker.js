// The service worker; the view puts `const KEPT = {version, files, copied, languages}` before it (catalogue/offline/app_files.py).
// A page comes from the network; only when that fails, a copy that says how old it is, else the page for no signal. A copy is
// made only where the server allowed it by a header, so nothing of anybody signed in is ever kept.
const SHELL = `kostra-${KEPT.version}`;
const SEEN = "videno";
const PACKS = "katalog";
const MOST_SEEN = 30;
const PATIENCE = 8000; // milliseconds: a slow network still beats an old page
const COPIED = new RegExp(KEPT.copied);
const STAFF = /^\/(?:(?:en|uk)\/kiosk|pult|sit|ucet|admin|kiosk)\//;
const OWN_LIST = /\/muj-seznam\/(?!\?s=)/; // with a note; in whatever language, and with „plno“
const FONT_OR_SHEET = /^\/static\//;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(KEPT.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const ours = [SHELL, SEEN, PACKS];
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => !ours.includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => { // the quick way out of a sensitive page (static/js/quick-exit.js)
  if (event.data === "forget") event.waitUntil(Promise.all([SEEN, PACKS].map((name) => caches.delete(name))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && !STAFF.test(pathname)) event.respondWith(page(request, event));
  else if (FONT_OR_SHEET.test(pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

function languageOf(pathname) {
  return /^\/(en|uk)\//.exec(pathname)?.[1] ?? "cs";
}

async function learn(language) { // the numbers and the page for no signal in a language, once somebody reads in it
  const shell = await caches.open(SHELL);
  for (const address of KEPT.languages[language].files) if (!(await shell.match(address))) await shell.add(address);
}

async function page(request, event) {
  const { pathname } = new URL(request.url);
  const language = languageOf(pathname);
  try {
    const answer = await Promise.race([fetch(request), impatience()]);
    if (answer.ok) event.waitUntil(learn(language).catch(() => {}));
    if (answer.ok && COPIED.test(pathname) && answer.headers.has("X-Offline-Copy")) event.waitUntil(keep(request.url, answer.clone()));
    return answer;
  } catch {
    const none = await caches.match(KEPT.languages[language].offline) ?? await caches.match(KEPT.languages.cs.offline);
    return (await copy(request.url, language)) ?? none ?? Response.error();
  }
}

function impatience() {
  return new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
}

async function keep(address, answer) {
  const seen = await caches.open(SEEN);
  await seen.delete(address);
  if (OWN_LIST.test(address)) { // who clears the list must not find it in a copy of before
    for (const { url } of await seen.keys()) if (OWN_LIST.test(url)) await seen.delete(url);
  }
  await seen.put(address, answer);
  const all = await seen.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_SEEN)).map((old) => seen.delete(old)));
}

async function copy(address, language) {
  const kept = (await (await caches.open(SEEN)).match(address)) ?? (await caches.match(address, { cacheName: SHELL }));
  if (!kept) return null;
  const when = new Date(kept.headers.get("Date")).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  const notice = `<p class="notice" role="status">${KEPT.languages[language].notice.replace("{when}", when)}</p>`;
  const text = (await kept.text()).replace(/(<main[^>]*>)/, `$1<div class="govuk-width-container">${notice}</div>`);
  return new Response(text, { headers: kept.headers });
}
