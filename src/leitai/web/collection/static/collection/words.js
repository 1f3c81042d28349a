// The words of the grid, in the language of the page.
(function () {
  "use strict";
  const english = document.documentElement.lang === "en";
  window.leitaiWords = function (zh, en) { return english ? en : zh; };
})();
