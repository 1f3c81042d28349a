// The words of the grid in the language of the page, and elements made of them.
(function () {
  "use strict";
  const english = document.documentElement.lang === "en";
  window.leitai = {
    t: (zh, en) => english ? en : zh,

    element(tag, attributes, ...children) {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes || {})) {
        if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
        else if (value === true) made.setAttribute(name, "");
        else if (value !== false && value !== undefined) made.setAttribute(name, value);
      }
      made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
      return made;
    },

    // A key nobody else makes; crypto.randomUUID is missing where the city's network has no https.
    key() {
      return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
})();
