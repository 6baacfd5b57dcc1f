// Keeps the record on the server after each change, and in this browser while the server does not answer or the session is
// gone; what the server has leaves the browser at once. Buttons: data-deed acts in place, data-ends finishes.
const PAUSE = 1000;
const RETRY = 15000;
const HEADERS = { "X-Part": "1", Accept: "application/json" };
const ANSWERS = [200, 409, 422]; // anything else, a locked session (423) too, has not kept what was typed
const SHUT = 423;
const form = document.querySelector("[data-record]");
const place = `dotaz-${form.dataset.owner}-${form.elements.submission.value}`;
const said = form.querySelector("[data-saved]");
const problem = form.querySelector("[data-problem]");
let timer = 0;
let isDirty = false;
let isSending = false;
let isLeaving = false; // it is done and another page comes
let refusal = ""; // why the server did not take what was typed, in its own words or ours
let isRenewed = false; // a new token was asked for since the last success: once is enough
let unsent = ""; // the deed that waits for a new try
let next = ""; // the deed asked for while another is under way

function say(text, isWrong = false) {
  said.hidden = false;
  said.textContent = text;
  said.classList.toggle("tag--crisis", isWrong);
}

function keepHere() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  localStorage.setItem(place, JSON.stringify({ at: Date.now(), address: form.getAttribute("action"), fields }));
}

function take(answer) {
  localStorage.removeItem(place);
  form.action = answer.address;
  form.elements.version.value = answer.version;
  form.elements.base.value = answer.base;
  history.replaceState(null, "", answer.address);
  form.querySelector("[data-number]").textContent = answer.title;
  document.title = document.title.replace(/^[^–]+/, `${answer.title} `);
  for (const [id, html] of Object.entries(answer.parts)) document.getElementById(id).innerHTML = html;
  problem.textContent = answer.problem;
  say(answer.saved);
}

async function send(deed) {
  const fields = new FormData(form);
  fields.set("do", deed);
  isDirty = false;
  const response = await fetch(form.action, { method: "POST", body: fields, headers: HEADERS, redirect: "manual" })
    .catch(() => null);
  const isOurs = response?.headers.get("content-type")?.startsWith("application/json");
  const answer = isOurs ? await response.json().catch(() => null) : {}; // null: cut off on the way
  if (answer && ANSWERS.includes(response?.status)) {
    isRenewed = false;
    return { status: response.status, ...answer };
  }
  const isShut = response?.type === "opaqueredirect" || response?.status === SHUT;
  refusal = answer?.refused ?? (isShut ? form.dataset.shut : form.dataset.unsaved);
  if (answer?.stale && !isRenewed) setTimeout(renew);
  return null;
}

// Whoever signed in again has a new token; with it what waits is sent at once (static/js/idle-lock.js).
function renew() {
  isRenewed = true;
  dispatchEvent(new Event("desk-stale"));
}

// Of two deeds that wait the one that does more than keep what is written.
const weightier = (one, other) => (one && one !== "draft" ? one : other || one);

async function keep(deed = "draft") {
  clearTimeout(timer);
  if (isLeaving) return;
  if (isSending) return void (next = weightier(deed, next));
  isSending = true;
  const answer = await send(deed);
  isSending = false;
  const waiting = next;
  next = "";
  unsent = answer === null ? weightier(deed, waiting) : "";
  if (answer === null) {
    isDirty = true;
    keepHere();
    say(`${refusal} ${form.dataset.waits}`, true);
    timer = setTimeout(keep, RETRY, unsent);
  } else if (answer.ends) { // refused, or saved by a colleague meanwhile: the page that says so comes by an ordinary sending
    localStorage.removeItem(place);
    form.removeEventListener("submit", onSubmit);
    form.requestSubmit(form.querySelector(`[name=do][value="${deed}"]`));
  } else if (answer.status === 409) {
    isDirty = true;
    keepHere();
    say(answer.conflict, true);
  } else if (answer.done) {
    isLeaving = true;
    localStorage.removeItem(place);
    location.assign(answer.done);
  } else {
    take(answer);
    if (answer.leads_to) location.assign(answer.leads_to);
    else if (waiting) keep(waiting);
  }
}

function onChange(event) {
  if (event.target === form.elements.line && event.type === "change") return;
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

function onSubmit(event) {
  if (!event.submitter?.matches("[data-deed], [data-ends]")) return;
  event.preventDefault();
  keep(event.submitter.value);
}

form.addEventListener("input", onChange);
form.addEventListener("change", onChange);
form.addEventListener("submit", onSubmit);
addEventListener("desk-open", () => unsent && keep(unsent)); // static/js/idle-lock.js
document.addEventListener("visibilitychange", () => document.hidden && isDirty && keep()); // hidden pages may be put to sleep
addEventListener("pagehide", () => {
  if (!isDirty) return;
  isDirty = false;
  keepHere();
  const fields = new FormData(form);
  fields.set("do", "draft");
  fetch(form.action, { method: "POST", body: fields, headers: HEADERS, keepalive: true }).then(
    (response) => response.ok && localStorage.removeItem(place), () => {});
});
