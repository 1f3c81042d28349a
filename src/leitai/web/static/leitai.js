// What every page needs beside htmx: nothing is measured, nothing is sent that was not asked for.
(function () {
  "use strict";

  // A copied text is confirmed where the button stands; the words come from the page.
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    navigator.clipboard.writeText(source.value || source.textContent.trim()).then(function () {
      button.textContent = button.dataset.copied;
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // The person's menu closes on Escape and on a click elsewhere.
  document.addEventListener("keydown", function (event) {
    const open = event.key === "Escape" && document.querySelector("details.person[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.person[open]").forEach(function (one) {
      if (!one.contains(event.target)) one.open = false;
    });
  });

  // A table that is wider than its place says so above its headings.
  const watched = new ResizeObserver(function (seen) {
    seen.forEach(function (one) {
      const sheet = one.target.closest(".sheet");
      const line = sheet.querySelector(":scope > .more");
      if (line) line.hidden = sheet.scrollWidth <= sheet.clientWidth + 1;
    });
  });
  function watch(root) {
    root.querySelectorAll(".sheet, .sheet > table").forEach(function (one) { watched.observe(one); });
  }
  watch(document);
  document.addEventListener("htmx:afterSwap", function (event) { watch(event.detail.target); });

  // htmx shows a refusal's own words in place of what was asked for.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if ([403, 404, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
