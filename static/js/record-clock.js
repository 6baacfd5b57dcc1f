// The clock of the record goes on while the page is open, and minutes are corrected in steps.
const clock = document.querySelector("[data-clock]");
const opened = Date.now();

function tick() {
  const run = clock.dataset.running === "1" ? Math.floor((Date.now() - opened) / 1000) : 0;
  const seconds = Number(clock.dataset.clock) + run;
  clock.querySelector("[data-clock-text]").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

setInterval(tick, 1000);
for (const button of document.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.of);
    const step = Number(button.dataset.step);
    const now = Number(field.value || field.placeholder || 0);
    field.value = Math.max(0, Math.min(1440, step > 0 ? Math.floor(now / 5) * 5 + step : Math.ceil(now / 5) * 5 + step));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
