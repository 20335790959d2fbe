// Comfort for the user menu. Without this script the menu still opens, closes and works.
for (const menu of document.querySelectorAll("[data-menu]")) {
  const opener = menu.querySelector("summary");
  const items = [...menu.querySelectorAll('[role="menuitem"]')];

  const close = () => {
    if (menu.open && menu.contains(document.activeElement)) opener.focus();
    menu.open = false;
  };
  const step = (by) => {
    const at = items.indexOf(document.activeElement);
    items[(at + by + items.length) % items.length].focus();
  };

  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") { menu.open = true; step(1); }
    else if (event.key === "ArrowUp" && menu.open) step(items.includes(document.activeElement) ? -1 : 0);
    else return;
    event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
