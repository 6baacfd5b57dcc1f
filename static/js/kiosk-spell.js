// The keyboard on the screen: keys write into the line, and only „Hledat“ asks the server, by a request no history keeps.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-spell]")) return;
  event.preventDefault();
  const line = form.elements.slova;
  const key = event.submitter?.name === "klavesa" ? event.submitter.value : "";
  if (key) {
    line.value = key === "zpet" ? line.value.slice(0, -1) : `${line.value}${key}`.slice(0, line.maxLength);
    return;
  }
  if (event.submitter?.name === "pismena") {
    form.elements.klavesnice.value = event.submitter.value;
    for (const letters of form.querySelectorAll("[data-letters]")) {
      letters.hidden = letters.dataset.letters !== event.submitter.value;
    }
    return form.querySelector("[name=pismena]:not([hidden])").focus();
  }
  const found = document.querySelector("[data-found]");
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Part": "1" },
  }).catch(() => null);
  if (answer?.ok) found.innerHTML = await answer.text();
  else found.replaceChildren(document.querySelector("[data-unheard]").content.cloneNode(true));
});
