// Says under the note, while it is typed, that it holds something personal. What was seen may be saved as it is.
import { findPersonalData } from "./personal-data.js";

const form = document.querySelector("[data-record]");
const strip = form.querySelector("[data-note-warning]");
const labels = JSON.parse(strip.dataset.labels);

function look() {
  const kinds = [...new Set(findPersonalData(form.elements.note.value).map(({ kind }) => labels[kind]))];
  strip.hidden = kinds.length === 0;
  strip.querySelector("[data-found]").textContent = `${strip.dataset.said} ${kinds.join(", ")}.`;
  form.elements.note_seen.value = kinds.length ? "on" : "";
}

form.elements.note.addEventListener("input", look);
form.elements.note.addEventListener("change", look);
look();
