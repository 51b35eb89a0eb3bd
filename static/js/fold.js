/** On a phone a horizon shows its first steps; a button brings the rest. Without JavaScript all are shown. */
export function folds(root) {
  for (const part of root.querySelectorAll("[data-fold]:not([data-folded])")) {
    const button = part.querySelector(".fold-button[hidden]");
    if (!button) continue;
    part.dataset.folded = "";
    button.hidden = false;
    button.addEventListener("click", () => {
      const first = part.querySelector(".fold a");
      delete part.dataset.folded;
      button.remove();
      first?.focus();
    });
  }
}
