// Asks the browser for a passkey and sends what it answers. The options stand in the form; without
// script, or when the browser declines, the form says so and lets one ask again.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const readable = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const key of list || []) key.id = bytes(key.id);
    }
    return options;
  };

  const sendable = (key) => {
    const told = key.response;
    const answer = { clientDataJSON: text(told.clientDataJSON) };
    if (told.attestationObject) {
      answer.attestationObject = text(told.attestationObject);
      answer.transports = told.getTransports ? told.getTransports() : [];
    } else {
      answer.authenticatorData = text(told.authenticatorData);
      answer.signature = text(told.signature);
      answer.userHandle = told.userHandle ? text(told.userHandle) : null;
    }
    return JSON.stringify({
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      response: answer,
      extensions: JSON.stringify(key.getClientExtensionResults()),
    });
  };

  const ask = async (form) => {
    const fault = form.querySelector("[data-passkey-fault]");
    const wait = form.querySelector("[data-passkey-wait]");
    fault.hidden = true;
    wait.hidden = false;
    try {
      const publicKey = readable(JSON.parse(form.dataset.options));
      const keys = navigator.credentials;
      const key = form.dataset.passkey === "create"
        ? await keys.create({ publicKey })
        : await keys.get({ publicKey });
      form.elements.credential.value = sendable(key);
      form.submit();
    } catch {
      wait.hidden = true;
      fault.hidden = false;
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
    ask(form);
  }
})();
