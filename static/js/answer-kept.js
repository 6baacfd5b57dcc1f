// An answer half-written stays in this tab while somebody walks through the questions: it is put back when its question is opened
// again, and gone once it was sent. data-kept: whose it is, another person of this computer sees nothing of it.
(() => {
  "use strict";

  const SENT = "odpoved-odeslana";
  const form = document.querySelector("[data-kept]");
  const place = form && `odpoved-${form.dataset.kept}-${location.pathname}`;

  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && sent !== place) sessionStorage.removeItem(sent); // the next page came, so the server has it
  if (!form) return;

  const text = form.querySelector("textarea");
  text.value ||= sessionStorage.getItem(place) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(place, text.value));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, place));
})();
