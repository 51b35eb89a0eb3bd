/* The form of a draft, to be tried: conditions and choices work as they will, nothing is kept and nothing sent. */
import { countCharacters, keepNoneAlone } from "./answer/choices.js";
import { askWhatConcerns } from "./answer/conditions.js";

const form = document.querySelector("[data-try]");
if (form) {
  form.addEventListener("submit", (event) => event.preventDefault());
  keepNoneAlone(form);
  countCharacters(form);
  askWhatConcerns(form);
}
