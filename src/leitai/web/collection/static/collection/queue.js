// The verifier's keys: J next, K previous, V verify, R return. Not while something is being written.
(function () {
  "use strict";
  if (!document.querySelector("[data-queue]")) return;
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const found = document.querySelector('[data-key="' + event.key.toLowerCase() + '"]');
    if (!found) return;
    event.preventDefault();
    if (found.matches("textarea, input")) found.focus(); else found.click();
  });
})();
