/** Django messages float at the corner and can be closed. They stay until closed: nothing vanishes unread. */
export function toasts(root) {
  for (const box of root.querySelectorAll("[data-toasts]:not(.toasts)")) {
    box.classList.replace("messages", "toasts");
    for (const alert of box.children) alert.append(closeButton(box.dataset.closeLabel, alert));
  }
}

function closeButton(label, alert) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "alert-close";
  button.textContent = "✕";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => alert.remove());
  return button;
}
