// Draws the map after a click: nobody's address goes to the tile server before. The list beside it says the same.
"use strict";

(() => {
  const frame = document.querySelector("[data-map]");
  const button = document.querySelector("[data-map-load]");
  if (!frame || !button || !window.L) return;

  const places = JSON.parse(document.getElementById("map-places").textContent);

  const popup = (place) => {
    const box = document.createElement("div");
    const link = document.createElement("a");
    link.href = place.url;
    link.textContent = `${place.number}. ${place.name}`;
    const where = document.createElement("p");
    where.textContent = place.where;
    box.append(link, where);
    return box;
  };

  const draw = () => {
    button.hidden = true;
    frame.hidden = false;
    const map = window.L.map(frame, { scrollWheelZoom: false });
    window.L.tileLayer(frame.dataset.tiles, { maxZoom: 19, attribution: frame.dataset.attribution }).addTo(map);
    const points = places.map((place) => [place.lat, place.lon]);
    places.forEach((place) => {
      const icon = window.L.divIcon({ className: "map__pin", html: String(place.number), iconSize: [36, 36] });
      window.L.marker([place.lat, place.lon], { icon, title: place.name, alt: `${place.number}. ${place.name}` })
        .bindPopup(popup(place))
        .addTo(map);
    });
    map.fitBounds(points, { padding: [40, 40], maxZoom: 16 });
    frame.focus();
  };

  button.hidden = false;
  button.addEventListener("click", draw, { once: true });
})();
