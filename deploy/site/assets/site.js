// The theme has several landmarks without a name of their own: whoever moves by landmarks needs to tell them apart.
function name() {
  document.querySelectorAll(".md-nav[data-md-level]").forEach((nav, number) => {
    const label = document.getElementById(nav.getAttribute("aria-labelledby") || "");
    if (!label) return;
    nav.removeAttribute("aria-labelledby");
    nav.setAttribute("aria-label", `${label.textContent.trim().replace(/\s+/g, " ")}, part ${number}`);
  });
  document.querySelectorAll(".md-code__nav").forEach((nav, number) => {
    const label = `Code block ${number + 1}`;
    if (nav.getAttribute("aria-label") !== label) nav.setAttribute("aria-label", label);
  });
}

new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
name();
