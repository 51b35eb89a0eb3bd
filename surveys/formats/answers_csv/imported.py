"""The questionnaire behind answers that came as a table: all that is known are names and a scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from surveys.formats.answers_csv.columns import check_scale, normal_name
from surveys.questionnaire import Dimension, Item, Option, Questionnaire, Scale, Text
from surveys.questionnaire.checks import CODE


def imported_questionnaire(
    title: str | Text,
    dimensions: Mapping[str, Sequence[str]],
    scale: tuple[int, int],
    *,
    code: str = "imported",
) -> Questionnaire:
    """A questionnaire of kind `imported` whose items are the columns, in the order of the table read.

    Names of dimensions and columns serve as texts in every language, for they belong to none; they
    are codes too where they can be. Raises `TableRefused`, `QuestionnaireError`.
    """
    check_scale(scale)
    options = tuple(Option(value, Text.same(str(value))) for value in range(scale[0], scale[1] + 1))
    answers = Scale("imported", options)
    return Questionnaire(
        code=code,
        kind="imported",
        version=1,
        title=title if isinstance(title, Text) else Text.same(title),
        scale=answers,
        dimensions=tuple(_dimensions(dimensions, answers)),
    )


def _dimensions(dimensions: Mapping[str, Sequence[str]], scale: Scale) -> Iterator[Dimension]:
    dimension_codes, item_codes = _Codes("D"), _Codes("I")
    for name, columns in dimensions.items():
        items = tuple(
            Item(code=item_codes.give(column), text=Text.same(normal_name(column)), scale=scale)
            for column in columns
        )
        yield Dimension(dimension_codes.give(name), Text.same(normal_name(name)), items)


class _Codes:
    """Gives every name a code of its own: the name itself where it can be one, else letter and number."""

    def __init__(self, letter: str) -> None:
        self._letter = letter
        self._given: set[str] = set()

    def give(self, name: str) -> str:
        """A code that was not given before."""
        plain = normal_name(name)
        code = plain if CODE.fullmatch(plain) else ""
        number = len(self._given)
        while not code or code in self._given:
            number += 1
            code = f"{self._letter}{number:03}"
        self._given.add(code)
        return code
