/**
 * [data-dialog-open="id"] opens a <dialog>; [data-dialog-close] closes the one it stands in.
 * A link may carry data-dialog-open too: without JavaScript it leads to a page that asks the same.
 */
export function dialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.target.closest("[data-dialog-close]")) {
      event.preventDefault();
      event.target.closest("dialog")?.close();
    } else if (event.target.matches("dialog[open]")) {
      event.target.close();
    }
  });
}
