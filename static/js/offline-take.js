// Takes the catalogue of a place along in this phone, says since when it is there, and gives it up again.
const box = document.querySelector("[data-take]");
const { pack } = box.dataset;
const [take, drop] = ["take", "drop"].map((name) => box.querySelector(`[data-${name}-it]`));
const said = box.querySelector("[role=status]");

async function show() {
  const kept = await (await caches.open("katalog")).match(pack);
  drop.hidden = !kept;
  said.textContent = kept ? box.dataset.taken.replace("{made}", (await kept.json()).made) : "";
}

take.addEventListener("click", async () => {
  said.textContent = box.dataset.taking;
  try {
    const answer = await fetch(pack, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    await (await caches.open("katalog")).put(pack, answer);
  } catch { // the signal went, even half-way, or the phone has no room
    return void (said.textContent = box.dataset.failed);
  }
  await show();
});

drop.addEventListener("click", async () => {
  await (await caches.open("katalog")).delete(pack);
  await show();
});

if ("caches" in window) {
  box.hidden = false;
  show();
}
