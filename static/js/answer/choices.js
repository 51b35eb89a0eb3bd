/** "None of these" and the other boxes of a question take each other's marks away. */
export function keepNoneAlone(form) {
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    const isAlone = "alone" in target.dataset;
    for (const box of form.querySelectorAll("[type=checkbox]")) {
      if (box !== target && box.name === target.name && (isAlone || "alone" in box.dataset)) box.checked = false;
    }
  });
}

/** How much of the room for a text is used, for those who see the page; others know the limit from the hint. */
export function countCharacters(form) {
  for (const field of form.querySelectorAll("[data-counted]")) {
    const counter = field.closest("[data-part]").querySelector("[data-counter]");
    const update = () => {
      counter.textContent = `${field.value.length}/${field.maxLength}`;
      counter.hidden = !field.value;
    };
    field.addEventListener("input", update);
    form.addEventListener("answers:cleared", update);
    update();
  }
}
