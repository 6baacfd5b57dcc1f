// Lists of the desk by keys: J and K (or arrows, once a row has the focus) go to the next and the previous row; Enter opens it, as
// any link. R goes into the text to be written, Escape leaves it, so that J and K work again. By position, as all the desk's keys.
// data-row: the link of a row · data-leave: a form whose text fields Escape leaves.
(() => {
  "use strict";

  const TEXT = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])";
  const STEPS = { KeyJ: 1, KeyK: -1, ArrowDown: 1, ArrowUp: -1 };

  function step(event) {
    const rows = [...document.querySelectorAll("[data-row]")];
    const here = rows.indexOf(document.activeElement);
    if (!rows.length || (event.code.startsWith("Arrow") && here < 0)) return false;
    const by = STEPS[event.code];
    const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.body.dataset.keys === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const isText = event.target.matches?.(TEXT);
    const form = document.querySelector("[data-leave]");
    if (isText) {
      if (event.key === "Escape" && form?.contains(event.target)) event.target.blur();
      return;
    }
    if (event.code === "KeyR" && form) form.querySelector("textarea").focus();
    else if (!(event.code in STEPS) || !step(event)) return;
    event.preventDefault();
  });
})();
