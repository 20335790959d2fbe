"use strict";
(() => {
  const SHOWN = ".clause:not([hidden])";
  const form = document.querySelector(".filters");
  const clauses = [...document.querySelectorAll(".clause")];
  const folds = [...document.querySelectorAll(".folded")];
  const groups = [...document.querySelectorAll(".group")];
  const chips = [...form.querySelectorAll(".chip")];
  const shown = form.querySelector(".shown");
  const nothing = document.querySelector(".nothing");

  function apply() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(chips.filter((chip) => chip.ariaPressed === "true").map((chip) => chip.dataset.verdict));
    const wanted = ["profile", "tier", "target"]
      .filter((name) => form.elements[name] && form.elements[name].value)
      .map((name) => [name, form.elements[name].value]);
    let count = 0;
    for (const clause of clauses) {
      const data = clause.dataset;
      const fits = (!verdicts.size || verdicts.has(data.verdict))
        && wanted.every(([name, value]) => data[name] === value)
        && words.every((word) => data.search.includes(word));
      clause.hidden = !fits;
      count += fits;
    }
    // What nobody asks for stays folded away; whatever somebody looks for is found.
    const narrowed = Boolean(words.length || verdicts.size || wanted.length);
    for (const fold of folds) {
      const [all, fit] = [fold.querySelectorAll(".clause").length, fold.querySelectorAll(SHOWN).length];
      fold.hidden = !fit;
      fold.open = narrowed;
      fold.querySelector("b").textContent = fit === all ? `${all}` : `${fit} of ${all}`;
    }
    for (const group of groups) group.hidden = !group.querySelector(SHOWN);
    shown.textContent = (count === clauses.length ? "" : `${count} of `) + (clauses.length === 1 ? "1 clause" : `${clauses.length} clauses`);
    nothing.hidden = count > 0;
  }

  function clear() {
    form.reset();
    for (const chip of chips) chip.ariaPressed = "false";
    apply();
  }

  function reveal() {
    const clause = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!clause || !clause.classList.contains("clause")) return;
    if (clause.hidden) clear();
    const fold = clause.closest(".folded");
    if (fold) fold.open = true;
    clause.open = true;
    clause.scrollIntoView();
    clause.querySelector("summary").focus({ preventScroll: true });
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".clear").addEventListener("click", clear);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.ariaPressed = chip.ariaPressed === "true" ? "false" : "true";
      apply();
    });
  }
  nothing.querySelector("button").addEventListener("click", clear);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      form.elements.q.focus();
    }
    if (event.key === "Escape" && document.activeElement === form.elements.q) clear();
  });
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll(".copy")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
    }
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    for (const clause of clauses) if (/broken|stale|void/.test(clause.dataset.verdict)) clause.open = true;
  });
  apply();
  reveal();
})();
