"""What can be wrong with a questionnaire, said with the place where it is."""

from __future__ import annotations

from collections.abc import Callable


def gettext_noop(message: str) -> str:
    """Mark a sentence for the message catalogues without importing Django."""
    return message


MAX_SHOWN = 200  # characters of a path or a value in a message; the file may hold anything

PROBLEMS: dict[str, str] = {
    "missing": gettext_noop("is missing"),
    "unknown_key": gettext_noop("is not a known key here"),
    "unknown_value": gettext_noop("is “%(value)s”; it must be one of: %(allowed)s"),
    "not_mapping": gettext_noop("must be a group of named values"),
    "not_list": gettext_noop("must be a list"),
    "not_text": gettext_noop("must be text (put it in quotation marks)"),
    "not_integer": gettext_noop("must be a whole number"),
    "not_boolean": gettext_noop("must be true or false"),
    "blank": gettext_noop("is empty"),
    "too_long": gettext_noop("is longer than %(limit)d characters"),
    "bad_character": gettext_noop("contains a character that cannot be shown"),
    "bad_code": gettext_noop(
        "must be a code of at most %(limit)d letters, digits, full stops, hyphens or underscores that begins"
        " with a letter"
    ),
    "duplicate": gettext_noop("is the same as an earlier one: “%(value)s”"),
    "not_ascending": gettext_noop("must be greater than the value before it"),
    "out_of_range": gettext_noop("must be between %(lowest)d and %(highest)d"),
    "too_few": gettext_noop("has too few entries; at least %(limit)d are needed"),
    "too_many": gettext_noop("has too many entries; at most %(limit)d are allowed"),
    "mixed_scales": gettext_noop(
        "counts into the index of its dimension but has another scale than the others"
    ),
    "unknown_dimension": gettext_noop("names a dimension that does not exist: “%(value)s”"),
    "unknown_module": gettext_noop("is not a module of this questionnaire: “%(value)s”"),
    "unknown_item": gettext_noop("names a question that does not exist: “%(value)s”"),
    "not_earlier": gettext_noop("names a question that does not come before this one: “%(value)s”"),
    "not_closed": gettext_noop("names a question without options: “%(value)s”"),
    "unknown_option": gettext_noop("is not an option of the question “%(value)s”"),
    "not_condition": gettext_noop("must be one condition: “all”, “any”, or “item” with “in” or “answered”"),
    "too_deep": gettext_noop("has more than %(limit)d groups of conditions within each other"),
    "not_ordered": gettext_noop("must be false where the options have no order"),
    "not_background": gettext_noop(
        "cannot be said of a background question: it is asked of everybody, may be left unanswered and has no"
        " results of its own"
    ),
    "too_many_background": gettext_noop("have more than %(limit)d background questions"),
    "on_background": gettext_noop("names a background question, on which nothing may depend: “%(value)s”"),
    "not_competence": gettext_noop("belong only in a competence survey"),
    "no_stages": gettext_noop(
        "is no feedback about several stages of a process, or asks for the stage already"
    ),
    "no_index": gettext_noop("belong only in a section with questions that count into its index"),
    "core_changed": gettext_noop(
        "has the code of a question of the shared core, but not its words or options; give it a code of"
        " its own"
    ),
    "too_large": gettext_noop("The file is larger than %(limit)d bytes."),
    "not_yaml": gettext_noop("cannot be read as YAML: %(problem)s"),
}


class QuestionnaireError(ValueError):
    """A questionnaire that cannot be used.

    `path` says where (`dimensions[2].items[1].text.sv`; empty for the whole), `code` is a key of
    `PROBLEMS` and `detail` fills its placeholders. `str(error)` is the English sentence.
    """

    def __init__(self, path: str, code: str, **detail: str | int) -> None:
        self.path = path[:MAX_SHOWN]
        self.code = code
        self.detail = {
            key: value[:MAX_SHOWN] if isinstance(value, str) else value for key, value in detail.items()
        }
        super().__init__(self.sentence())

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Where and what for a person, worded by `translate` (gettext); English without it."""
        problem = translate(PROBLEMS[self.code]) % self.detail
        return f"{self.path}: {problem}" if self.path else problem

    def within(self, place: str) -> QuestionnaireError:
        """The same problem seen from one level further out."""
        joint = "" if not self.path or self.path.startswith("[") else "."
        return QuestionnaireError(f"{place}{joint}{self.path}", self.code, **self.detail)
