/** How many closed questions have an answer, as words and as a bar. */
export function showProgress(form) {
  const box = document.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-answered-text]");
  const names = [...new Set([...form.querySelectorAll("[type=radio]")].map((radio) => radio.name))];
  const update = () => {
    const answered = names.filter((name) => form.elements[name].value).length;
    bar.value = answered;
    words.textContent = words.dataset.answeredText.replace("{answered}", answered).replace("{questions}", names.length);
  };
  box.hidden = false;
  update();
  form.addEventListener("change", update);
  form.addEventListener("answers:cleared", update);
}
