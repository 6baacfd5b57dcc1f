// Gives names to what Django's admin leaves nameless for a screen reader: the boxes select2 draws instead of a <select>,
// and the empty heading of a table of rows.
"use strict";

{
  const nameOf = (select) => {
    const label = select.labels && select.labels[0];
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  };

  const set = (element, attribute, value) => {
    if (element && element.getAttribute(attribute) !== value) {
      element.setAttribute(attribute, value);
    }
  };

  const nameBox = (container, name) => {
    const box = container.querySelector(".select2-selection");
    const value = container.querySelector(".select2-selection--single .select2-selection__rendered");
    if (box && box.hasAttribute("aria-labelledby")) {
      box.removeAttribute("aria-labelledby");
    }
    const chosen = value ? value.textContent.replace("×", "").trim() : "";
    set(box, "aria-label", chosen ? `${name}: ${chosen}` : name);
    set(value, "aria-label", chosen ? `${name}: ${chosen}` : name);
    set(container.querySelector(".select2-search__field"), "aria-label", name);
    set(container.querySelector(".select2-selection--multiple .select2-selection__clear"), "role", "listitem");
  };

  const nameAll = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const container = select.nextElementSibling;
      if (container && container.matches(".select2-container") && !container.dataset.named) {
        container.dataset.named = "yes";
        const again = () => nameBox(container, nameOf(select));
        again();
        new MutationObserver(again).observe(container, { childList: true, subtree: true });
      }
    }
    for (const heading of document.querySelectorAll("th.original:empty")) {
      const text = document.createElement("span");
      text.className = "visually-hidden";
      text.textContent = "Záznam";
      heading.append(text);
    }
  };

  // select2 is drawn when jQuery says "ready", each in its turn: ours comes after them.
  const whenDrawn = (act) => (window.django ? window.django.jQuery(() => window.django.jQuery(act)) : act());

  document.addEventListener("DOMContentLoaded", () => whenDrawn(nameAll));
  document.addEventListener("formset:added", () => window.setTimeout(nameAll));
}
