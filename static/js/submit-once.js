/**
 * A form is sent once. Buttons with data-waiting="Sending…" show that word while they wait.
 * aria-disabled instead of disabled: a disabled button would drop its own name and value from the form.
 */
export function submitOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    wait(event.submitter);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) root.querySelectorAll("[data-sent]").forEach(reset);
  });
  root.addEventListener("htmx:afterRequest", (event) => reset(event.target));
}

function wait(button) {
  if (!button?.dataset.waiting) return;
  const label = button.querySelector("span") ?? button;
  button.dataset.label = label.textContent;
  label.textContent = button.dataset.waiting;
  button.setAttribute("aria-disabled", "true");
}

function reset(form) {
  delete form.dataset?.sent;
  for (const button of form.querySelectorAll?.("[aria-disabled][data-label]") ?? []) {
    (button.querySelector("span") ?? button).textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
  }
}
