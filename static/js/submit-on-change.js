/** Forms with data-submit-on-change send themselves when a select or a chip changes; htmx forms do it on their own. */
export function submitOnChange(root) {
  root.addEventListener("change", (event) => {
    const form = event.target.form;
    const chosen = event.target.matches("select, [type=checkbox], [type=radio]");
    if (chosen && form?.hasAttribute("data-submit-on-change") && !form.hasAttribute("data-hx-get")) form.requestSubmit();
  });
}
