// Shows what needs a passkey only where the browser can use one, and says in words when it failed. allauth's scripts do the rest.
"use strict";
(() => {
  const anAddressOfNumbers = /^[\d.]+$|^\[/.test(location.hostname); // keys belong to names; an IP address has none
  const possible = Boolean(window.PublicKeyCredential) && !anAddressOfNumbers;
  for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = !possible;
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = possible;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const note = document.querySelector("[data-passkey-error]");
    const form = document.querySelector("[data-passkey]");
    form.append(note);
    note.hidden = false;
  });
})();
