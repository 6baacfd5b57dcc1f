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
  const answer = await fetch(pack, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return void (said.textContent = box.dataset.failed);
  await (await caches.open("katalog")).put(pack, answer);
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
