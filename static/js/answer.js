/* Answering works without this file. With it: one part of the questions at a time, and a draft in the browser. */
import { countCharacters, keepNoneAlone } from "./answer/choices.js";
import { askWhatConcerns } from "./answer/conditions.js";
import { forgetDraft, keepDraft } from "./answer/draft.js";
import { turnPages } from "./answer/pages.js";
import { showProgress } from "./answer/progress.js";
import { shareTablet } from "./answer/tablet.js";

const form = document.querySelector("[data-answers]");
if (form) {
  ignoreEnter(form);
  keepNoneAlone(form);
  keepDraft(form);
  countCharacters(form);
  askWhatConcerns(form);
  showProgress(form);
  turnPages(form);
}

/* In a radio button, a box or a line of text Enter would press the form's first button. */
function ignoreEnter(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") event.preventDefault();
  });
}

shareTablet();

const sent = document.querySelector("[data-sent-draft]");
if (sent) forgetDraft(sent.dataset.sentDraft);

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
