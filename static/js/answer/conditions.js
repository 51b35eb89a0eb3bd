/**
 * Which questions are asked. A condition is data (surveys.questionnaire.conditions), never code, and is evaluated once
 * more on the server: what is hidden here is only not shown; what is not asked is dropped there.
 */

/**
 * The codes of the parts that are shown. `parts` are all parts in the form's order as {code, showIf} (showIf: the
 * condition, or null); `answers` holds by code the values given, as texts; a question left out was not answered.
 */
export function shownParts(parts, answers) {
  const shown = new Set();
  const given = new Map();
  for (const { code, showIf } of parts) {
    if (showIf && !holds(showIf, given)) continue;
    shown.add(code);
    if (answers[code]?.length) given.set(code, new Set(answers[code].map(String)));
  }
  return shown;
}

function holds(condition, given) {
  if (condition.all) return condition.all.every((part) => holds(part, given));
  if (condition.any) return condition.any.some((part) => holds(part, given));
  if (condition.in) return condition.in.some((value) => given.get(condition.item)?.has(String(value)));
  return given.has(condition.item) === condition.answered;
}

/** Hide and disable what is not asked, now and after every change; tells the form with "answers:shown". */
export function askWhatConcerns(form) {
  const elements = [...form.querySelectorAll("[data-part]")];
  const parts = elements.map(({ dataset }) => ({
    code: dataset.part,
    showIf: dataset.showIf ? JSON.parse(dataset.showIf) : null,
  }));
  if (!parts.some(({ showIf }) => showIf)) return;
  for (const sentence of form.querySelectorAll("[data-condition]")) sentence.hidden = true;
  const update = () => {
    const shown = shownParts(parts, answersOf(elements));
    for (const element of elements) show(element, shown.has(element.dataset.part));
    form.dispatchEvent(new CustomEvent("answers:shown"));
  };
  form.addEventListener("change", update);
  form.addEventListener("answers:cleared", update);
  update();
}

function show(element, isShown) {
  if (element.hidden !== isShown) return;
  element.hidden = !isShown;
  for (const field of element.querySelectorAll("input, textarea")) field.disabled = !isShown;
}

function answersOf(elements) {
  const answers = {};
  for (const element of elements) {
    answers[element.dataset.part] = [...element.querySelectorAll(":checked")].map((field) => field.value);
  }
  return answers;
}
