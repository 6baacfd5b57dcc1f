// Leaves a sensitive page at once: the other site takes its place in the history, the entry itself turns into the front page,
// and what this browser keeps for us is forgotten. Escape pressed twice within a second does the same.
const link = document.querySelector("[data-quick-exit]");
let pressed = 0;

function leave() {
  document.documentElement.hidden = true;
  try {
    sessionStorage.clear();
    localStorage.clear();
    navigator.sendBeacon(link.dataset.quickExit);
    navigator.serviceWorker?.controller?.postMessage("forget");
    history.replaceState(null, "", link.dataset.start);
  } catch {
    // Storage may be forbidden; leaving matters more.
  }
  location.replace(link.href);
}

if (link) {
  document.querySelector("[data-quick-exit-how]").hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - pressed < 1000) leave();
    pressed = event.timeStamp;
  });
}
