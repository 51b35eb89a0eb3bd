/**
 * One part of the questions at a time, or one question at a time for those who want it, or all at once. Every step is
 * a step of the browser's history, so that its Back button turns a page back instead of leaving. What is not asked is
 * no step. A form that came back to be corrected is shown whole: its list of errors leads everywhere.
 */
import { stepsOf } from "./steps.js";

// How this tab shows the form, through a change of language. On a shared device nothing is kept, not even that.
const KEPT = "yhes-answer-steps";
const PART = "part", QUESTION = "question", ALL = "all";

export function turnPages(form) {
  if (form.querySelectorAll("[data-part]").length > 1) new Pages(form).start();
}

class Pages {
  constructor(form) {
    this.form = form;
    this.sections = [...form.querySelectorAll("[data-section]")];
    this.field = form.querySelector("[data-page-field]");
    this.previous = form.querySelector("[data-previous]");
    this.next = form.querySelector("[data-next]");
    this.send = form.querySelector("#send");
    this.words = document.querySelector("[data-page-text]");
    this.switches = { [ALL]: form.querySelector("[data-all]"), [QUESTION]: form.querySelector("[data-single]") };
    this.labels = Object.fromEntries(Object.entries(this.switches).map(([mode, { textContent }]) => [mode, textContent]));
    this.mode = "corrected" in form.dataset ? ALL : kept(form);
    this.steps = stepsOf(this.sections, this.mode === QUESTION);
    this.at = 0;
  }

  start() {
    this.previous.addEventListener("click", () => this.turn(this.before()));
    this.next.addEventListener("click", () => this.turn(this.after()));
    for (const [mode, button] of Object.entries(this.switches)) {
      button.addEventListener("click", () => this.change(this.mode === mode ? PART : mode));
      button.hidden = mode === ALL && this.sections.length < 2;
    }
    this.form.addEventListener("answers:shown", () => this.show(this.at));
    this.form.addEventListener("answers:cleared", () => this.turn(0));
    window.addEventListener("popstate", (event) => this.show(event.state?.page ?? 0));
    const at = history.state?.page ?? Number(this.field.value);
    history.replaceState({ page: at }, "");
    this.show(at);
  }

  turn(at) {
    if (at !== this.at) history.pushState({ page: at }, "");
    this.show(at);
    window.scrollTo(0, 0);
    this.focus();
  }

  /* Another way of showing the form: the question in sight stays in sight. */
  change(mode) {
    const seen = this.steps[this.at].first;
    this.mode = mode;
    keep(this.form, mode);
    this.steps = stepsOf(this.sections, mode === QUESTION);
    const at = this.steps.findIndex((step) => step.parts.includes(seen));
    history.replaceState({ page: at }, "");
    this.show(at);
    this.focus();
  }

  /* Where a reader goes on: the title of a part, or the question that stands alone. */
  focus() {
    const step = this.steps[this.mode === ALL ? 0 : this.at];
    const place = this.mode === QUESTION ? step.first.firstElementChild : step.section.querySelector("h2");
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }

  show(at) {
    this.at = Math.min(Math.max(at, 0), this.steps.length - 1);
    if (!this.steps[this.at].isAsked) this.at = Math.max(this.before(), 0);
    this.field.value = this.at;
    const isWhole = this.mode === ALL;
    document.body.classList.toggle("answer-paged", !isWhole);
    for (const section of this.sections) section.hidden = true;
    this.steps.forEach((step, number) => step.show(step.isAsked && (isWhole || number === this.at)));
    const isLast = this.after() < 0;
    this.previous.hidden = isWhole || this.before() < 0;
    this.next.hidden = isWhole || isLast;
    this.send.hidden = !isWhole && !isLast;
    this.words.textContent = isWhole ? "" : this.text();
    for (const [mode, button] of Object.entries(this.switches)) {
      button.textContent = this.mode === mode ? button.dataset.other : this.labels[mode];
    }
  }

  /* The place of the nearest step before or after this one of which something is asked; -1 where there is none. */
  before() {
    return this.steps.findLastIndex((step, number) => number < this.at && step.isAsked);
  }

  after() {
    return this.steps.findIndex((step, number) => number > this.at && step.isAsked);
  }

  text() {
    const asked = this.steps.filter((step) => step.isAsked);
    const page = asked.indexOf(this.steps[this.at]) + 1;
    return `${this.words.dataset.pageText.replace("{page}", page).replace("{pages}", asked.length)} ·`;
  }
}

function kept(form) {
  try {
    return form.dataset.draft && window.sessionStorage.getItem(KEPT) === QUESTION ? QUESTION : PART;
  } catch {
    return PART;
  }
}

function keep(form, mode) {
  try {
    if (form.dataset.draft) window.sessionStorage.setItem(KEPT, mode);
  } catch {
    /* Storage is switched off: the next page begins part by part. */
  }
}
