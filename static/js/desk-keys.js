// Keys of the desk, by position (event.code), because the unshifted digits of a Czech keyboard are letters. Single keys work
// outside text only; AltGr is Ctrl+Alt, so no chord has both. All are off where the body says so (a setting of the person).
// data-key: codes or signs that press it · data-chord: `Control+Shift+Enter` · data-digits: the nth radio inside ·
// data-choice: moves to the chosen radio inside · data-fold: folds and unfolds, and moves into it.
// Runs in the head before the page is drawn, so that a key pressed in the very moment the page shows is not lost; that is why
// it is no module, and why it looks elements up only when a key comes.
(() => {
  "use strict";

  const TEXT = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])";

  function isText(element) {
    return element.matches?.(TEXT) || element.isContentEditable;
  }

  function isShown(element) {
    return element.checkVisibility?.() ?? true;
  }

  function press(element) {
    element.focus({ preventScroll: true });
    element.click();
  }

  function chord(event) {
    const names = [["Control", event.ctrlKey || event.metaKey], ["Alt", event.altKey], ["Shift", event.shiftKey]];
    const held = names.filter(([, isHeld]) => isHeld).map(([name]) => name);
    return [...held, event.code.replace("NumpadEnter", "Enter")].join("+");
  }

  function byChord(event) {
    const wanted = chord(event);
    if (!event.ctrlKey && !event.metaKey && !event.altKey) return null;
    return [...document.querySelectorAll("[data-chord]")].find(({ dataset }) => dataset.chord.split(" ").includes(wanted));
  }

  function bySingle({ code, key }) {
    const fits = (text) => text.split(" ").some((one) => one === code || one === key);
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code);
    for (const element of document.querySelectorAll("[data-key], [data-digits], [data-choice], [data-fold]")) {
      const { key: pressed, choice, fold } = element.dataset;
      if (pressed && fits(pressed) && isShown(element)) return () => press(element);
      if (choice && fits(choice)) return () => choose(element);
      if (fold && fits(fold)) return () => unfold(element);
      const radio = digit && "digits" in element.dataset && element.querySelectorAll("input[type=radio]")[digit[1] - 1];
      if (radio) return () => press(radio);
    }
    return null;
  }

  function choose(group) {
    group.closest("details")?.setAttribute("open", "");
    (group.querySelector(":checked") ?? group.querySelector("input"))?.focus();
  }

  function unfold(details) {
    details.open = !details.open;
    if (details.open) details.querySelector("input, select, textarea")?.focus();
    else details.querySelector("summary").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.getModifierState("AltGraph")) return;
    if (document.body.dataset.keys === "off") return;
    const held = byChord(event);
    if (held) press(held);
    else {
      if (event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
      const act = bySingle(event);
      if (!act) return;
      act();
    }
    event.preventDefault();
  });

  // Signing out leaves nothing of anybody in the browser (static/js/record-save.js keeps unsent records here, answer-kept.js answers).
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("[data-sign-out]")) return;
    sessionStorage.clear();
    Object.keys(localStorage).filter((name) => name.startsWith("dotaz-")).forEach((name) => localStorage.removeItem(name));
  });
})();
