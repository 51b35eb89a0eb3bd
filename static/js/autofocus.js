/** Move focus to the error summary, so that a screen reader starts where the corrections are listed. */
export function focusFirstError(root) {
  root.querySelector("[data-autofocus]")?.focus();
}
