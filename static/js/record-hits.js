// Hits beside the record: arrows walk them from the line and back, and a hit in focus takes its own keys (data-hit-act).
const form = document.querySelector("[data-record]");
const line = form.elements.line;

function hits() {
  return [...form.querySelectorAll("[data-hit]")];
}

function goTo(index) {
  const all = hits();
  if (index < 0 || !all.length) line.focus();
  else all[Math.min(index, all.length - 1)].focus();
}

line.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && hits().length) {
    event.preventDefault();
    goTo(0);
  }
  if (event.key === "Escape") line.blur();
});

form.addEventListener("keydown", (event) => {
  const hit = event.target.closest("[data-hit]");
  if (!hit || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = hits().indexOf(hit);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) goTo(at + step);
  else if (event.key === "Escape") line.focus();
  else {
    if (event.key === "Enter" && event.target !== hit) return; // a button or a link inside does its own
    if (document.body.dataset.keys === "off" && event.key !== "Enter") return;
    const button = [...hit.querySelectorAll("[data-hit-act]")].find(({ dataset }) =>
      dataset.hitAct.split(" ").includes(event.code.replace("NumpadEnter", "Enter")));
    if (!button) return;
    if (button.matches("a")) button.click();
    else form.requestSubmit(button);
    hit.classList.add("hit--done");
  }
  event.preventDefault();
});

// What the service does not do unfolds while the hit is chosen, so that it is seen before anybody is handed over.
form.addEventListener("focusin", ({ target }) => {
  const hit = target.closest("[data-hit]");
  for (const limits of form.querySelectorAll(".hit__limits")) limits.open = hit?.contains(limits) ?? false;
});

// A handbook opens beside the record, which notes that the answer came from one (data-ticks); the worker may take it off.
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-hit-act]");
  if (!button) return;
  button.closest("[data-hit]").classList.add("hit--done");
  const source = form.querySelector(`[name="answered_from"][value="${button.dataset.ticks}"]`);
  if (!source || source.checked) return;
  source.checked = true;
  source.dispatchEvent(new Event("change", { bubbles: true }));
});
