// The smart line: asks the server what the words mean while they are typed. Tokens set ordinary fields, chips show them,
// hits come beside the record. Buttons with data-ask (chips, situations, the note's strip) change fields the same way.
const PAUSE = 250;
const form = document.querySelector("[data-record]");
const line = form.elements.line;
let timer = 0;
let latest = 0;

function setField(name, value, labels) {
  const field = form.elements[name];
  if (!field) return;
  if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) {
    field.add(new Option(labels[name]?.[value] ?? value, value));
  }
  if (field.type === "checkbox") field.checked = value !== "";
  else field.value = value;
  (field.length && !field.options ? field[0] : field).dispatchEvent(new Event("change", { bubbles: true }));
  field.closest?.("details")?.setAttribute("open", "");
}

function setLine(sent, answer) {
  if (!answer.took || !line.value.startsWith(sent)) return;
  const gap = answer.rest && /\s$/.test(sent) ? " " : "";
  line.value = answer.rest + gap + line.value.slice(sent.length);
}

async function ask(deed, isFinished) {
  clearTimeout(timer);
  const mine = ++latest;
  const sent = line.value;
  const fields = new FormData(form);
  fields.set("do", deed);
  if (!isFinished) fields.set("unfinished", "1");
  const answer = await fetch(form.dataset.asks, { method: "POST", body: fields, headers: { Accept: "application/json" }, redirect: "manual" })
    .then((response) => (response.ok ? response.json() : null)).catch(() => null);
  if (!answer || mine !== latest) return;
  setLine(sent, answer);
  for (const [name, value] of Object.entries(answer.fields)) setField(name, value, answer.labels);
  for (const [id, html] of Object.entries(answer.parts)) document.getElementById(id).innerHTML = html;
  form.querySelector("[data-unread]").textContent = answer.unread;
  if ("hits" in answer) {
    document.getElementById("nalezy").innerHTML = answer.hits;
    form.querySelector("[data-total]").textContent = answer.total;
  }
}

line.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE, "search", false);
});
line.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  if (line.value.trim() === "") return;
  await ask("search", true);
  (form.querySelector("[data-hit]:not([data-beside] *)") ?? form.querySelector("[data-hit]"))?.focus();
});
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches("[data-ask], .smart__go")) return;
  event.preventDefault();
  ask(button.value, true);
  if (button.matches(".token")) line.focus();
});
form.addEventListener("change", (event) => {
  if (["district", "age_band"].includes(event.target.name) && event.isTrusted) ask("search", false);
});
form.addEventListener("click", ({ target }) => {
  if (target.closest("[data-line-box]") && !target.closest("button, input")) line.focus();
});
