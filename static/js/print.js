// Shows what only makes sense with a script, the print button, and prints the page when it is pressed.
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => window.print());
}
