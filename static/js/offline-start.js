// Makes an app of the site: a worker that helps when the network fails. Pages of staff, of kiosks and in frames have no such script.
addEventListener("load", () => {
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
});
