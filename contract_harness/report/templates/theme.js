"use strict";
(() => {
  const KEY = "gateway-contracts-theme";
  const root = document.documentElement;

  // A browser may keep nothing for a page that is a file, and says so by throwing.
  function remembered() {
    try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; }
  }

  function remember(theme) {
    try { localStorage.setItem(KEY, theme); } catch { /* then it holds for this visit */ }
  }

  function show(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  show(remembered());
  document.addEventListener("DOMContentLoaded", () => {
    const themes = document.querySelector(".theme");
    const buttons = [...themes.querySelectorAll("button")];
    const mark = (theme) => { for (const one of buttons) one.ariaPressed = String(one.value === theme); };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        show(button.value);
        mark(button.value);
        remember(button.value);
      });
    }
    mark(root.dataset.theme || "auto");
    themes.hidden = false;
  });
})();
