// Makes an app of the site: a worker that helps when the network fails. Quiet pages of staff and kiosks need none.
addEventListener("load", () => {
  if (/^\/(pult|sit|ucet|admin|kiosk|letaky)\//.test(location.pathname)) return;
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
});
