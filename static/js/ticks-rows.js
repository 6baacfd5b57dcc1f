// The sheet of ticks is filled down its columns: Enter goes to the same field of the next row, from the last one to the button.
// Off where the body says so, as all the desk's keys.
(() => {
  "use strict";

  const sheet = document.querySelector(".ticks-sheet");

  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || document.body.dataset.keys === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const cell = event.target.closest("td");
    const below = cell?.parentElement.nextElementSibling?.cells[cell.cellIndex].querySelector("select, input");
    (below ?? sheet.parentElement.querySelector("button")).focus();
    event.preventDefault();
  });
})();
