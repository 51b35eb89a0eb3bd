"""The questionnaire as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from surveys.questionnaire.checks import (
    check_code,
    check_count,
    check_distinct,
    check_one_of,
    check_optional_wording,
    check_range,
)
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.parts import Dimension, Item, OpenQuestion, RoleProfile, Scale, Text

KINDS = ("wellbeing", "competence", "feedback", "imported")
MAX_DIMENSIONS = 50
MAX_ITEMS = 500
MAX_OPEN_QUESTIONS = 20
MAX_ROLE_PROFILES = 50
MAX_VERSION = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One version of an instrument; nothing in it ever changes.

    `scale` is what items use unless they bring their own. `scoring`, `licence`, `source` and
    `citation` are plain text, `note` is the sentence shown wherever the instrument is.
    """

    code: str
    kind: str
    version: int
    title: Text
    scale: Scale
    dimensions: tuple[Dimension, ...]
    stem: Text | None = None
    scoring: str = ""
    open_questions: tuple[OpenQuestion, ...] = ()
    role_profiles: tuple[RoleProfile, ...] = ()
    licence: str = ""
    source: str = ""
    citation: str = ""
    note: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code)
        check_one_of(self.kind, KINDS, "kind")
        check_range(self.version, 1, MAX_VERSION, "version")
        for place in ("scoring", "licence", "source", "citation"):
            check_optional_wording(getattr(self, place), place)
        self._check_sizes()
        check_distinct((f"dimensions[{i}].code", part.code) for i, part in enumerate(self.dimensions))
        check_distinct(self._answer_codes())
        self._check_role_profiles()

    def _check_sizes(self) -> None:
        check_count(len(self.dimensions), 1, MAX_DIMENSIONS, "dimensions")
        check_count(len(self.items), 1, MAX_ITEMS, "dimensions")
        check_count(len(self.open_questions), 0, MAX_OPEN_QUESTIONS, "open_questions")
        check_count(len(self.role_profiles), 0, MAX_ROLE_PROFILES, "role_profiles")

    def _answer_codes(self) -> Iterator[tuple[str, str]]:
        # Closed and open questions share one name space: both become fields of one form.
        for i, dimension in enumerate(self.dimensions):
            for j, item in enumerate(dimension.items):
                yield f"dimensions[{i}].items[{j}].code", item.code
        for i, question in enumerate(self.open_questions):
            yield f"open_questions[{i}].code", question.code

    def _check_role_profiles(self) -> None:
        if self.role_profiles and self.kind != "competence":
            raise QuestionnaireError("role_profiles", "not_competence")
        check_distinct((f"role_profiles[{i}].code", part.code) for i, part in enumerate(self.role_profiles))
        scales = {dimension.code: dimension.scale for dimension in self.dimensions}
        for i, profile in enumerate(self.role_profiles):
            for code, level in profile.required:
                place = f"role_profiles[{i}].required.{code}"
                if code not in scales:
                    raise QuestionnaireError(place, "unknown_dimension", value=code)
                check_range(level, scales[code].lowest, scales[code].highest, place)

    @property
    def items(self) -> tuple[Item, ...]:
        """All closed questions in the order in which they are asked and packed."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @property
    def modules(self) -> frozenset[str]:
        """The modules that may be chosen on top of the core."""
        return frozenset(item.module for item in self.items if item.module)

    def with_modules(self, chosen: Collection[str]) -> Questionnaire:
        """What is asked when the core and the `chosen` modules are in use.

        Ask and validate with the result; pack and count with the whole version, so that the answers
        of all its rounds have one layout (an item that was not asked is simply not answered).
        Raises `QuestionnaireError` for a module that does not exist, or when nothing would be asked.
        """
        for module in sorted(set(chosen) - self.modules):
            raise QuestionnaireError("", "unknown_module", value=module)
        wanted = {"", *chosen}
        kept = tuple(
            replace(dimension, items=items)
            for dimension in self.dimensions
            if (items := tuple(item for item in dimension.items if item.module in wanted))
        )
        left = {dimension.code for dimension in kept}
        profiles = tuple(
            replace(profile, required=tuple(pair for pair in profile.required if pair[0] in left))
            for profile in self.role_profiles
        )
        return replace(self, dimensions=kept, role_profiles=profiles)
