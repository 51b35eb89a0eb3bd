"""Released open answers on a page of results: those of the group, or of the larger one they are shown for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from surveys.language import wording
from surveys.models import Group, GroupTree, ReleasedText, Round, TextRelease
from surveys.questionnaire import OpenQuestion, Wording
from yhes.common.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Place:
    """A group whose answers to the question are shown, and how many they are."""

    group: Group
    count: int


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """The answers to one question as one group's page shows them.

    home: the group they are shown for, the page's own or a larger one; None: protected here, and
    `below` has the smaller groups, if any, that show theirs.
    """

    code: str
    question: Wording
    home: Place | None
    is_own: bool
    below: tuple[Place, ...]
    texts: tuple[str, ...]

    @property
    def rest(self) -> int:
        """How many are on the page of open answers only."""
        return self.home.count - len(self.texts) if self.home else 0


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """`release` None: not released. `is_deleted`: a year has passed, and only their number is left."""

    release: TextRelease | None
    is_deleted: bool
    questions: tuple[QuestionAnswers, ...]


# Asked for every results page, and most rounds have none.
_STANDING = Prepared(TextRelease.objects.filter(withdrawn_at__isnull=True).values_list("id"), by="round")


def standing(round_: Round) -> TextRelease | None:
    found = _STANDING.get(round_.pk)
    return TextRelease.objects.get(pk=found[0]) if found else None


def open_answers(
    round_: Round, group: Group, *, readable: Callable[[], QuerySet[Group]], limit: int | None
) -> OpenAnswers | None:
    """For the page of `group`; None where no question was answered in one's own words.

    readable: tells the groups whose released answers the person may read; limit: texts a question,
    None for all.
    """
    asked = round_.asked_in([group.organisation_id]).all_open_questions
    if not asked:
        return None
    release = standing(round_)
    if release is None:
        return OpenAnswers(None, is_deleted=False, questions=())
    reader = _Reader(release, GroupTree.of(round_), frozenset(readable().values_list("pk", flat=True)))
    parts = [reader.answers(group, question, limit) for question in asked]
    counted = any(count for places in release.outline.values() for count in places.values())
    return OpenAnswers(release, counted and not release.texts.exists(), tuple(parts))


@dataclass(frozen=True, slots=True)
class _Reader:
    release: TextRelease
    tree: GroupTree
    readable: frozenset[int]

    def answers(self, group: Group, question: OpenQuestion, limit: int | None) -> QuestionAnswers:
        outline = self.release.outline.get(question.code, {})
        counts = {int(pk): count for pk, count in outline.items() if int(pk) in self.readable}
        home = next((step for step in reversed(self.tree.path(group)) if step.pk in counts), None)
        below = [] if home else [found for found in self.tree.below(group) if found.pk in counts]
        return QuestionAnswers(
            code=question.code,
            question=wording(question.text),
            home=Place(home, counts[home.pk]) if home else None,
            is_own=home is not None and home.pk == group.pk,
            below=tuple(Place(found, counts[found.pk]) for found in below),
            texts=self._first(question.code, home, limit) if home else (),
        )

    def _first(self, code: str, home: Group, limit: int | None) -> tuple[str, ...]:
        texts = ReleasedText.objects.filter(release=self.release, question=code, group=home)
        return tuple(texts.values_list("text", flat=True)[:limit])
