// One box for all the boxes of a form.
(function () {
  "use strict";
  document.querySelectorAll("[data-pick-all]").forEach(function (all) {
    const form = all.form;
    const boxes = () => Array.from(form.elements).filter((one) => one.type === "checkbox" && one !== all && !one.disabled && !one.matches("[data-beyond]"));
    const set = () => { const found = boxes(); all.checked = found.length > 0 && found.every((one) => one.checked); };
    all.addEventListener("change", () => boxes().forEach((one) => { one.checked = all.checked; }));
    form.addEventListener("change", (event) => { if (event.target !== all) set(); });
    document.addEventListener("change", (event) => { if (event.target.form === form && event.target !== all) set(); });
    set();
  });
})();
