/* The key / leads to the page's search field; where that is folded into a menu, it opens the menu. Never while
   somebody writes, never with another key, and it can be turned off on the search page (WCAG 2.1.4); the choice
   stays in this browser. */
const OFF = "search-key-off";
const FOLDED = "details:is(.rail-menu, .header-menu)";
const WRITING = "input, textarea, select, [contenteditable], dialog[open]";

export function searchKey(document) {
  offerChoice(document.querySelector("[data-search-key]"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest(WRITING) || document.querySelector("dialog[open]") || isOff()) return;
    const field = searchField(document);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

function searchField(document) {
  const fields = [...document.querySelectorAll("input[type=search][name=q]")];
  const shown = fields.find((each) => each.checkVisibility());
  if (shown) return shown;
  const folded = fields.find((each) => each.closest(FOLDED)?.checkVisibility());
  if (folded) folded.closest(FOLDED).open = true;
  return folded;
}

function offerChoice(place) {
  if (!place) return;
  const choice = place.querySelector("input");
  choice.checked = !isOff();
  choice.addEventListener("change", () => remember(choice.checked));
  place.hidden = false;
}

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function remember(isOn) {
  try {
    if (isOn) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    /* it holds for as long as nothing can be kept: not at all */
  }
}
