/**
 * One section at a time. Every page is a step of the browser's history, so that its Back button turns a page back
 * instead of leaving. A form that came back to be corrected is shown whole: its list of errors leads everywhere.
 */
export function turnPages(form) {
  const pages = new Pages(form);
  if (pages.sections.length < 2) return;
  pages.start();
}

class Pages {
  constructor(form) {
    this.form = form;
    this.sections = [...form.querySelectorAll("[data-section]")];
    this.field = form.querySelector("[data-page-field]");
    this.previous = form.querySelector("[data-previous]");
    this.next = form.querySelector("[data-next]");
    this.all = form.querySelector("[data-all]");
    this.send = form.querySelector("#send");
    this.words = document.querySelector("[data-page-text]");
    this.isWhole = "corrected" in form.dataset;
    this.at = 0;
  }

  start() {
    this.previous.addEventListener("click", () => this.turn(this.at - 1));
    this.next.addEventListener("click", () => this.turn(this.at + 1));
    this.all.addEventListener("click", () => this.toggle());
    this.form.addEventListener("answers:cleared", () => this.turn(0));
    window.addEventListener("popstate", (event) => this.show(event.state?.page ?? 0));
    this.all.hidden = false;
    const at = history.state?.page ?? Number(this.field.value);
    history.replaceState({ page: at }, "");
    this.show(at);
  }

  turn(at) {
    if (at !== this.at) history.pushState({ page: at }, "");
    this.show(at);
    const title = this.sections[this.at].querySelector("h2");
    window.scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  toggle() {
    this.isWhole = !this.isWhole;
    const words = this.all.textContent;
    this.all.textContent = this.all.dataset.other;
    this.all.dataset.other = words;
    this.show(this.at);
    this.sections[this.isWhole ? 0 : this.at].querySelector("h2").focus();
  }

  show(at) {
    const last = this.sections.length - 1;
    this.at = Math.min(Math.max(at, 0), last);
    this.field.value = this.at;
    document.body.classList.toggle("answer-paged", !this.isWhole);
    this.sections.forEach((section, number) => { section.hidden = !this.isWhole && number !== this.at; });
    this.previous.hidden = this.isWhole || this.at === 0;
    this.next.hidden = this.isWhole || this.at === last;
    this.send.hidden = !this.isWhole && this.at !== last;
    this.words.textContent = this.isWhole ? "" : this.text();
  }

  text() {
    const words = this.words.dataset.pageText;
    return `${words.replace("{page}", this.at + 1).replace("{pages}", this.sections.length)} ·`;
  }
}
