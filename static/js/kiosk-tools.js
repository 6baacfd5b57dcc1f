// What a kiosk can do besides showing: print, read aloud by a voice of its own (never one that sends the text away), and tell
// once a minute that it lives, with how often it was touched and nothing else.
const MINUTE = 60000;
const { alive, version } = document.body.dataset;
const token = document.querySelector("[name=csrfmiddlewaretoken]");
const aloud = document.querySelector("[data-aloud]");
let touches = 0;
let prints = 0;

function voice() {
  const language = document.documentElement.lang;
  return speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith(language));
}

function offer() {
  if (aloud) aloud.hidden = !voice();
}

function read() {
  const wasReading = speechSynthesis.speaking;
  speechSynthesis.cancel();
  if (wasReading) return;
  const text = (document.querySelector("[data-read]") ?? document.querySelector("[data-page]")).innerText;
  const saying = new SpeechSynthesisUtterance(text);
  saying.voice = voice();
  saying.onend = saying.onerror = () => aloud.setAttribute("aria-pressed", "false");
  aloud.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(saying);
}

if (aloud && "speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  aloud.addEventListener("click", read);
}

function showPrint(inside) {
  for (const place of inside.querySelectorAll("[data-print]")) place.hidden = false;
}

showPrint(document);
const down = document.querySelector("[data-down]");

function showDown() { // who never swiped over a screen would not know that there is more below
  if (down) down.hidden = scrollY + innerHeight > document.documentElement.scrollHeight - 8;
}

down?.addEventListener("click", () => scrollBy(0, innerHeight * 0.6));
for (const kind of ["scroll", "resize", "load"]) addEventListener(kind, showDown, { passive: true });
new MutationObserver(() => {
  showPrint(document);
  showDown();
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-print] button")) return;
  prints += 1;
  print();
});
addEventListener("pointerdown", () => { touches += 1; }, { passive: true });

async function sign() {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token.value);
  body.set("version", version.split("/").pop());
  body.set("touches", touches);
  body.set("prints", prints);
  const said = [touches, prints];
  const answer = await fetch(alive, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return;
  touches -= said[0];
  prints -= said[1];
}

sign();
setInterval(sign, MINUTE);
