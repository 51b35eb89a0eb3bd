/** Menus are <details class="menu | scope | header-menu">: close them on Escape and on a press elsewhere. */
const MENUS = "details[open]:is(.menu, .scope, .header-menu, .rail-menu)";

export function closeMenusOutside(root) {
  root.addEventListener("click", (event) => {
    for (const menu of root.querySelectorAll(MENUS)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(MENUS);
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
