/**
 * What is selected in [data-pick-from] goes, at the press of the button in [data-pick], into the field
 * [data-picked] as a line of its own. Without JavaScript the button is hidden and one writes.
 */
export function picks(root) {
  for (const box of root.querySelectorAll("[data-pick][hidden]")) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => add(box));
  }
}

function add(box) {
  const field = box.closest("form").querySelector("[data-picked]");
  const selection = document.getSelection();
  const part = selection.toString().trim();
  if (part && document.querySelector("[data-pick-from]").contains(selection.anchorNode)) {
    field.value = [field.value.trimEnd(), part].filter(Boolean).join("\n");
  }
  field.focus();
}
