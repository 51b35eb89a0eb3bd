/** Forms with data-selection: tells how many rows are ticked and offers to clear them. */
export function selections(root) {
  for (const form of root.querySelectorAll("form[data-selection]:not([data-selection=ready])")) {
    form.dataset.selection = "ready";
    form.addEventListener("change", () => tell(form));
    form.querySelector("[data-selection-clear]")?.addEventListener("click", () => {
      for (const box of ticked(form)) box.checked = false;
      tell(form);
    });
    tell(form);
  }
}

const ticked = (form) => [...form.querySelectorAll("tbody [type=checkbox]:checked")];

function tell(form) {
  const count = ticked(form).length;
  const line = form.querySelector("[data-selection-count]");
  line.textContent = line.dataset.selectionCount.replace("{n}", count);
  line.hidden = !count;
  form.querySelector("[data-selection-clear]").hidden = !count;
}
