// Says a minute ahead that the session will lock itself, keeps it open while somebody types, and covers the page once it is
// locked. The server decides (sociopoint/idle_lock.py): other tabs of the same person count too, so it is asked first.
"use strict";
(() => {
  const root = document.querySelector("[data-idle-lock]");
  if (!root) return;
  const warning = root.querySelector("[data-idle-warning]");
  const cover = root.querySelector("[data-idle-cover]");
  const rest = [...document.body.children].filter((element) => element !== root && element.tagName !== "SCRIPT");
  const limit = Number(root.dataset.idleLock) * 60_000;
  const WARN = 60_000;
  const SAY_AT_MOST_EVERY = 60_000;
  let until = Date.now() + limit;
  let said = Date.now();
  let asking = false;

  async function ask(method) {
    if (asking) return;
    asking = true;
    let renewed = false;
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": root.querySelector("[name=csrfmiddlewaretoken]").value };
      const response = await fetch(root.dataset.address, { method, headers, redirect: "error" });
      if (response.ok) answered(await response.json());
      else if (response.status === 403) renewed = method === "POST"; // the token is of the session before, or a factor is missing
      else lock();
    } catch {
      if (Date.now() > until) lock(); // no network, or the session has ended: better covered than read by a stranger
    } finally {
      asking = false;
    }
    if (renewed) ask("GET");
  }

  // Whoever signed in again in another tab has a new token: the forms of this page take it over. Somebody else sees nothing.
  function answered({ seconds_left, who, token }) {
    if (who !== root.dataset.who) return lock();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    open(seconds_left * 1000);
    dispatchEvent(new Event("desk-open"));
  }

  function open(left) {
    until = Date.now() + left;
    warning.hidden = left > WARN;
    if (left <= 0) return lock();
    if (!cover.hidden) {
      cover.hidden = true;
      for (const element of rest) element.inert = false;
    }
  }

  function lock() {
    warning.hidden = true;
    if (!cover.hidden) return;
    cover.hidden = false;
    for (const element of rest) element.inert = true;
    cover.querySelector("h2").focus();
  }

  function alive() {
    if (!cover.hidden || (warning.hidden && Date.now() - said < SAY_AT_MOST_EVERY)) return;
    said = Date.now();
    ask("POST");
  }

  for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, alive, { capture: true, passive: true });
  addEventListener("focus", () => ask("GET"));
  addEventListener("desk-stale", () => ask("GET")); // static/js/record-save.js
  document.addEventListener("visibilitychange", () => document.hidden || ask("GET"));
  setInterval(() => {
    if (cover.hidden && warning.hidden && until - Date.now() <= WARN) ask("GET");
    else if (cover.hidden && until <= Date.now()) ask("GET");
  }, 1000);
})();
