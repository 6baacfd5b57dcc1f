// The page for no signal: what this phone has seen, and the search in the catalogue it took along. Words never leave it.
const MOST = 20;
const list = document.querySelector("[data-seen]");
const search = document.querySelector("[data-pack]");

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function make(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, more);
}

async function showSeen() {
  const seen = await caches.open("videno");
  for (const request of (await seen.keys()).reverse()) {
    const { pathname, search: asked } = new URL(request.url);
    if (!/\/(sluzby|muj-seznam)\//.test(pathname)) continue;
    const text = await (await seen.match(request)).text();
    const title = new DOMParser().parseFromString(text, "text/html").title.split(" – ")[0];
    const item = document.createElement("li");
    item.append(make("a", title, { href: pathname + asked }));
    list.append(item);
  }
  list.closest("section").hidden = !list.children.length;
}

async function packs() {
  const kept = await caches.open("katalog");
  return Promise.all((await kept.keys()).map(async (request) => (await kept.match(request)).json()));
}

function score(service, words) {
  const name = plain(`${service.name} ${service.organisation}`);
  const rest = plain(`${service.kind ?? ""} ${service.about ?? ""} ${service.where ?? ""}`);
  const known = service.words ?? "";
  let points = 0;
  for (const word of words) {
    const root = word.slice(0, Math.max(4, word.length - 2)); // Czech endings change, roots rarely
    points += name.includes(root) ? 3 : known.includes(root) ? 2 : rest.includes(root) ? 1 : 0;
  }
  return points;
}

function dialable(phone) {
  const digits = phone.replace(/\s/g, "");
  return /^\d{9}$/.test(digits) ? `+420${digits}` : digits; // short numbers and foreign ones as they are
}

function card(service) {
  const czech = { lang: "cs" };
  const item = make("li", "", { className: "line" });
  item.append(make("h3", service.name, czech), make("p", [service.organisation, service.about].filter(Boolean).join(". "), czech));
  for (const phone of service.phones ?? []) {
    item.append(make("a", phone, { className: "call__number", href: `tel:${dialable(phone)}` }), " ");
  }
  if (service.where) item.append(make("p", service.where, czech));
  for (const text of [service.hours, service.fresh]) if (text) item.append(make("p", text));
  return item;
}

function find(all, typed) {
  const words = plain(typed).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  const scored = all.map((service) => [score(service, words), service]).filter(([points]) => points > 0);
  return scored.sort(([a], [b]) => b - a).slice(0, MOST).map(([, service]) => service);
}

async function offerSearch() {
  const taken = await packs();
  if (!taken.length) return;
  const all = taken.flatMap(({ services }) => services);
  const found = search.querySelector("[data-found]");
  const said = search.querySelector("[role=status]");
  search.hidden = document.querySelector("[data-jump]").hidden = false;
  search.querySelector("[data-made]").textContent = taken.map(({ place, made }) => `${place}, ${made}`).join("; ");
  const form = search.querySelector("form");
  function answer() {
    const services = find(all, form.elements.q.value);
    found.replaceChildren(...services.map(card));
    said.textContent = services.length ? said.dataset.some.replace("0", services.length) : said.dataset.none;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
  form.elements.q.value = new URLSearchParams(location.search).get("q") ?? ""; // asked before the network failed
  if (form.elements.q.value) answer();
}

document.querySelector("[data-forget]").addEventListener("click", async () => {
  await Promise.all(["videno", "katalog"].map((name) => caches.delete(name)));
  location.reload();
});
showSeen();
offerSearch();
