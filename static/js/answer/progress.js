/** How many of the closed questions that are asked have an answer, as words and as a bar. */
export function showProgress(form) {
  const box = document.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-answered-text]");
  const fields = [...form.querySelectorAll("[type=radio], [type=checkbox]")];
  const update = () => {
    const asked = fields.filter((field) => !field.disabled);
    const questions = new Set(asked.map((field) => field.name)).size;
    const answered = new Set(asked.filter((field) => field.checked).map((field) => field.name)).size;
    bar.max = Math.max(questions, 1);
    bar.value = answered;
    words.textContent = words.dataset.answeredText.replace("{answered}", answered).replace("{questions}", questions);
  };
  box.hidden = false;
  update();
  for (const event of ["change", "answers:cleared", "answers:shown"]) form.addEventListener(event, update);
}
