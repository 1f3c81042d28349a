// The source: a fault's line is shown and its text selected.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-line]");
    const box = document.getElementById("text");
    if (!button || !box) return;
    const lines = box.value.split("\n");
    const number = Math.min(Number(button.dataset.line), lines.length);
    const start = lines.slice(0, number - 1).reduce(function (sum, line) { return sum + line.length + 1; }, 0);
    box.focus();
    box.setSelectionRange(start, start + lines[number - 1].length);
    box.scrollTop = Math.max(0, (number - 4) * parseFloat(getComputedStyle(box).lineHeight));
  });
})();
