// Offers back what an earlier page could not send: records that wait in this browser only (static/js/record-save.js).
const WEEK = 7 * 24 * 3600 * 1000; // as drafts on the server (inquiries/drafts.py); then nobody comes back to it
const form = document.querySelector("[data-record]");
const strip = document.querySelector("[data-left-behind]");
const own = `dotaz-${form.dataset.owner}-`; // another person of this computer sees nothing of it
const mine = own + form.elements.submission.value;

for (const name of Object.keys(localStorage).filter((one) => one.startsWith("dotaz-"))) { // of anybody who sat here
  if (!(Date.now() - JSON.parse(localStorage.getItem(name)).at < WEEK)) localStorage.removeItem(name);
}

function left() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(own));
  return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) })).sort((one, other) => other.at - one.at);
}

function restore({ fields }) {
  const several = new Map();
  for (const [name, value] of fields) several.set(name, [...(several.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "submit") continue;
    const values = several.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

const [newest] = left();
if (newest) {
  strip.hidden = false;
  strip.querySelector("[data-when]").textContent = new Date(newest.at).toLocaleString("cs-CZ", { dateStyle: "short", timeStyle: "short" });
  strip.querySelector("[data-restore]").addEventListener("click", () => {
    form.action = newest.address;
    restore(newest);
    strip.hidden = true;
    if (newest.name !== mine) localStorage.removeItem(newest.name);
    form.elements.line.dispatchEvent(new Event("input", { bubbles: true }));
  });
  strip.querySelector("[data-discard]").addEventListener("click", () => {
    localStorage.removeItem(newest.name);
    strip.hidden = true;
  });
}
