// Suggests places under a field with `data-places` (an ARIA combobox) and fills it with the browser's position when a
// button with `data-use-position` is pressed. What is chosen is plain text that the server reads like typed text.
const PAUSE = 150;
const SHORTEST = 2;

function suggestPlaces(input) {
  const list = document.createElement("ul");
  let options = [];
  let active = -1;
  let timer = 0;
  let request = new AbortController();

  list.id = `${input.id}-nabidka`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? input.placeholder);
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

  function mark(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    options[active]?.setAttribute("aria-selected", "true");
    options[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[active].id);
  }

  function show(places) {
    options = places.map(({ name, context }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.className = "suggestions__option";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      for (const [part, text] of [["name", name], ["context", context]]) {
        const span = document.createElement("span");
        span.className = `suggestions__${part}`;
        span.textContent = text;
        option.append(span, " ");
      }
      option.addEventListener("click", () => {
        input.value = context ? `${name} (${context})` : name;
        close();
        input.dispatchEvent(new Event("change", { bubbles: true })); // a form that keeps itself hears of it
      });
      return option;
    });
    mark(-1);
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    clearTimeout(timer);
    request.abort();
    show([]);
  }

  async function ask() {
    request = new AbortController();
    const address = `${input.dataset.places}?q=${encodeURIComponent(input.value.trim())}`;
    const answer = await fetch(address, { signal: request.signal }).then((found) => found.json()).catch(() => null);
    if (answer && document.activeElement === input) show(answer.places);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    request.abort();
    if (input.value.trim().length < SHORTEST) show([]);
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) return;
    if (step) mark(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    else if (event.key === "Enter" && active >= 0) options[active].click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
}

function usePosition(button) {
  const input = document.getElementById(button.dataset.usePosition) ?? document.querySelector("[data-places]");
  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { input.value = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`; input.focus(); },
    () => { button.textContent = button.dataset.failed ?? button.textContent; },
  ));
}

document.querySelectorAll("[data-places]").forEach(suggestPlaces);
document.querySelectorAll("[data-use-position]").forEach(usePosition);
