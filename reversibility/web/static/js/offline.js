// Lets the browser keep the page that is shown when the service cannot be reached. Browsers do so only
// over HTTPS, or on the machine itself; elsewhere they show a page of their own.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/hors-ligne.js").catch(() => {});
