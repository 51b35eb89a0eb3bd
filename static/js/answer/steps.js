/**
 * What is in sight together: a whole section, or one question with the texts that lead to it. Conditions hide whole
 * parts (conditions.js); a step out of sight hides what is inside them, so that neither undoes the other.
 */
export function stepsOf(sections, isSingle) {
  return sections.flatMap((section) => {
    const parts = [...section.querySelectorAll("[data-part]")];
    return (isSingle ? oneByOne(parts) : [parts]).map((some) => new Step(section, some));
  });
}

/* A text before a question stands with it; texts after the last question stand with that. */
function oneByOne(parts) {
  const groups = [];
  let waiting = [];
  for (const part of parts) {
    waiting.push(part);
    if (part.querySelector("input, textarea")) {
      groups.push(waiting);
      waiting = [];
    }
  }
  if (groups.length) groups.at(-1).push(...waiting);
  return groups.length ? groups : [waiting];
}

class Step {
  constructor(section, parts) {
    this.section = section;
    this.parts = parts;
  }

  /* The first part that is asked; none where the whole step is passed over. */
  get first() {
    return this.parts.find((part) => !part.hidden);
  }

  get isAsked() {
    return this.first !== undefined;
  }

  show(isInSight) {
    for (const part of this.parts) part.firstElementChild.hidden = !isInSight;
    if (isInSight) this.section.hidden = false;
  }
}
