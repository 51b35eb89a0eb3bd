/* Everything works without this file; each module makes one thing easier. */
import { focusFirstError } from "./autofocus.js";
import { chartSwitches } from "./chart-switch.js";
import { copyButtons } from "./copy.js";
import { dialogs } from "./dialog.js";
import { folds } from "./fold.js";
import { closeMenusOutside } from "./menu.js";
import { picks } from "./pick.js";
import { searchKey } from "./search-key.js";
import { selections } from "./selection.js";
import { submitOnChange } from "./submit-on-change.js";
import { submitOnce } from "./submit-once.js";
import { toasts } from "./toast.js";

function start(root) {
  focusFirstError(root);
  chartSwitches(root);
  copyButtons(root);
  folds(root);
  picks(root);
  selections(root);
  toasts(root);
}

start(document);
dialogs(document);
closeMenusOutside(document);
searchKey(document);
submitOnChange(document);
submitOnce(document);
// htmx tells of the whole page too, a moment after it has come: by then somebody may have moved the focus.
document.addEventListener("htmx:load", (event) => event.target !== document.body && start(event.target));
