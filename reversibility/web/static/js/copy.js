// Selects what is to be copied, and copies it at a click. Without script the text can be selected by
// hand, so the buttons are shown only here.
(() => {
  "use strict";

  for (const field of document.querySelectorAll("[data-select]")) {
    field.addEventListener("focus", () => field.select());
  }

  for (const button of document.querySelectorAll("button[data-copies]")) {
    const field = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      field.focus();
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        // Browsers lend the clipboard only over HTTPS or on the machine itself.
        if (!document.execCommand("copy")) return;
      }
      button.textContent = button.dataset.copied;
    });
  }
})();
