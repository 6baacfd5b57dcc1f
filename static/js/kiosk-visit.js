// One visit of one person. Pages are swapped inside the first one, so that neither Back nor the history knows of them; what was
// seen is kept in this script only and goes with it. A minute of stillness asks, half a minute more ends the visit; a screen
// nobody has touched rests on the numbers that help.
const SECOND = 1000;
const ASK = 60 * SECOND;
const END = 90 * SECOND;
const REST = 120 * SECOND;
const LISTEN = 600 * SECOND; // a voice that never ends must not keep a visit open
const RENEW = 1800 * SECOND; // a resting screen fetches itself anew, so that a new version comes by itself
const AGAIN = 5 * SECOND; // after the server did not answer
const { start, end, rest } = document.body.dataset;
const isResting = "resting" in document.body.dataset;
const still = document.querySelector("[data-still]");
const before = [];
let touchedAt = 0;
let heardAt = 0; // who listens to a page read aloud touches nothing and is there
let shownAt = Date.now();
let triedAt = 0;

async function leave(address) { // only once the server answers: an error page would stay for ever, and lead out of the kiosk
  if (Date.now() - triedAt < AGAIN) return;
  triedAt = Date.now();
  const answer = await fetch(rest, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) return location.replace(address);
  if (new URL(address, location).pathname !== end) return;
  document.querySelector("[data-page]").replaceChildren(); // nobody else reads on what the last person left
  before.length = 0;
}

function show(page, title) {
  document.querySelector("[data-page]").replaceWith(page);
  document.title = title;
  speechSynthesis?.cancel();
  scrollTo(0, 0);
  document.getElementById("obsah").focus({ preventScroll: true });
}

async function open(address) {
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  const other = new DOMParser().parseFromString(text, "text/html");
  const page = other.querySelector("[data-page]");
  if (!page) return leave(start);
  before.push([document.querySelector("[data-page]"), document.title]);
  show(page, other.title);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (isResting) {
    event.preventDefault();
    return leave(start);
  }
  if (!link || link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  if ("leave" in link.dataset) leave(link.href);
  else if ("back" in link.dataset && before.length) show(...before.pop());
  else open(link.href);
});

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-look]")) return;
  event.preventDefault();
  await fetch(event.target.action, { method: "POST", body: new FormData(event.target, event.submitter) });
  const answer = await fetch(start, { cache: "no-store" });
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.body.className = other.body.className;
  for (const button of event.target.querySelectorAll("[aria-pressed][name]")) {
    button.setAttribute("aria-pressed", String(document.body.classList.contains("kiosk--kontrast")));
  }
});

function touched() {
  touchedAt = Date.now();
  if (still) still.hidden = true;
}

for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, touched, { passive: true });
addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("pageshow", (event) => event.persisted && leave(end));

setInterval(() => {
  const now = Date.now();
  if (isResting) return void (now - shownAt > RENEW && leave(rest));
  if (!touchedAt) return void (now - shownAt > REST && leave(rest));
  if (window.speechSynthesis?.speaking && now - touchedAt < LISTEN) heardAt = now;
  const quiet = now - Math.max(touchedAt, heardAt);
  if (quiet > END) return leave(end);
  if (quiet > ASK && still.hidden) still.hidden = false;
}, SECOND);
