/**
 * A draft of the answers, in this browser only, under the name the form carries in data-draft; a form without a name
 * (a shared device) keeps none. What the server sent back filled in counts for more than an older draft.
 */
const PREFIX = "yhes-draft-";
const DAYS_KEPT = 30;

export function keepDraft(form) {
  const name = form.dataset.draft;
  forgetOld();
  if (!name || !storage()) return;
  if (!("carried" in form.dataset)) restore(form, read(name));
  const save = () => write(name, answersOf(form));
  if ("carried" in form.dataset) save();
  form.addEventListener("input", save);
  document.querySelector("[data-draft-note]").hidden = false;
  document.querySelector("[data-clear-offer]").hidden = false;
  document.querySelector("[data-clear]").addEventListener("click", () => clear(form, name));
}

export function forgetDraft(name) {
  storage()?.removeItem(PREFIX + name);
}

function clear(form, name) {
  forgetDraft(name);
  for (const field of form.elements) {
    if (isMarked(field)) field.checked = false;
    if (isWritten(field)) field.value = "";
  }
  form.dispatchEvent(new CustomEvent("answers:cleared"));
}

/* A text by name, or a list of the values marked. What is hidden for now is kept: a change of mind brings it back. */
function answersOf(form) {
  const answers = {};
  for (const field of form.elements) {
    if (isMarked(field) && field.checked) answers[field.name] = [...(answers[field.name] ?? []), field.value];
    if (isWritten(field) && field.value) answers[field.name] = field.value;
  }
  return answers;
}

function restore(form, answers) {
  for (const field of form.elements) {
    if (!(field.name in answers)) continue;
    if (isMarked(field)) field.checked = [answers[field.name]].flat().includes(field.value);
    if (isWritten(field)) field.value = answers[field.name];
  }
}

function isMarked(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function isWritten(field) {
  return field.type === "textarea" || field.type === "text";
}

/* Storage may be switched off, full, or hold something that others wrote: then there is no draft. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function read(name) {
  try {
    return JSON.parse(storage().getItem(PREFIX + name))?.answers ?? {};
  } catch {
    return {};
  }
}

function write(name, answers) {
  try {
    storage().setItem(PREFIX + name, JSON.stringify({ answers, day: today() }));
  } catch {
    /* No room left: the answers are still on the page. */
  }
}

function forgetOld() {
  const box = storage();
  if (!box) return;
  const names = Object.keys(box).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  for (const name of names) {
    if (today() - dayOf(box, name) > DAYS_KEPT) forgetDraft(name);
  }
}

function dayOf(box, name) {
  try {
    return JSON.parse(box.getItem(PREFIX + name)).day ?? 0;
  } catch {
    return 0;
  }
}

function today() {
  return Math.floor(Date.now() / 86_400_000);
}
