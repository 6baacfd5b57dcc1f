// Hits beside the record: arrows walk them from the line and back, across to the handbooks (data-beside), and a hit in focus
// takes its own keys (data-hit-act).
const form = document.querySelector("[data-record]");
const line = form.elements.line;

// Situations and services are one column, handbooks stand to the right of it; alone they are the column.
function columns() {
  const all = [...form.querySelectorAll("[data-hit]")];
  const beside = all.filter((hit) => hit.closest("[data-beside]"));
  const main = all.filter((hit) => !beside.includes(hit));
  return main.length ? { all, main, beside } : { all, main: beside, beside: [] };
}

function neighbour(hit, key) {
  const { all, main, beside } = columns();
  if (key === "ArrowRight") return main.includes(hit) ? beside[0] : undefined;
  if (key === "ArrowLeft") return main.includes(hit) ? undefined : main[0];
  const column = main.includes(hit) ? main : beside;
  if (key === "ArrowUp") return column[column.indexOf(hit) - 1] ?? line;
  if (key === "ArrowDown") return column[column.indexOf(hit) + 1] ?? all[all.indexOf(hit) + 1] ?? hit;
  return undefined;
}

line.addEventListener("keydown", (event) => {
  const [first] = columns().main;
  if (event.key === "ArrowDown" && first) {
    event.preventDefault();
    first.focus();
  }
  if (event.key === "Escape") line.blur();
});

form.addEventListener("keydown", (event) => {
  const hit = event.target.closest("[data-hit]");
  if (!hit || event.ctrlKey || event.altKey || event.metaKey) return;
  const next = neighbour(hit, event.key);
  if (next) next.focus();
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

// Of hits that are not chosen a line of each sentence is enough; the chosen one says all, and what it does not do, before
// anybody is handed over. While a pointer is down nothing moves under it.
let isPressed = false;

function unfold(target) {
  const chosen = target?.closest("[data-hit]");
  for (const hit of form.querySelectorAll("[data-hit]")) {
    hit.classList.toggle("hit--open", hit === chosen);
    const limits = hit.querySelector(".hit__limits");
    if (limits) limits.open = hit === chosen;
  }
}

document.getElementById("nalezy").classList.add("hits--folded");
form.addEventListener("focusin", ({ target }) => isPressed || unfold(target));
addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(() => {
    isPressed = false;
    unfold(document.activeElement);
  }), true);
}

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
