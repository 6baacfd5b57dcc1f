// Draws the map after a click: the library and the tiles are fetched only then. The list beside it says the same.
"use strict";

(() => {
  const frame = document.querySelector("[data-map]");
  const button = document.querySelector("[data-map-load]");
  if (!frame || !button) return;

  const places = JSON.parse(document.getElementById("map-places").textContent);

  const fetched = (element) =>
    new Promise((resolve, reject) => {
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      document.head.append(element);
    });

  const library = () => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: frame.dataset.sheet });
    const script = Object.assign(document.createElement("script"), { src: frame.dataset.library });
    return Promise.all([fetched(sheet), fetched(script)]);
  };

  const popup = (place) => {
    const box = document.createElement("div");
    const link = document.createElement("a");
    link.href = place.url;
    link.textContent = `${place.number}. ${place.name}`;
    const where = document.createElement("p");
    where.textContent = place.note ? `${place.where} (${place.note})` : place.where;
    box.append(link, where);
    return box;
  };

  const draw = () => {
    button.hidden = true;
    frame.hidden = false;
    const map = window.L.map(frame, { scrollWheelZoom: false });
    window.L.tileLayer(frame.dataset.tiles, { maxZoom: 19, attribution: frame.dataset.attribution }).addTo(map);
    places.forEach((place) => {
      const icon = window.L.divIcon({ className: "map__pin", html: String(place.number), iconSize: [36, 36] });
      window.L.marker([place.lat, place.lon], { icon, title: place.name, alt: `${place.number}. ${place.name}` })
        .bindPopup(popup(place))
        .addTo(map);
    });
    map.fitBounds(places.map((place) => [place.lat, place.lon]), { padding: [40, 40], maxZoom: 16 });
    frame.focus();
  };

  const failed = () => {
    button.disabled = false;
    button.querySelector("[data-map-say]").textContent = frame.dataset.failed;
  };

  button.hidden = false;
  document.querySelector("[data-map-note]").hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    library().then(draw, failed);
  });
})();
