"""Which group each open answer is stored with: decided at counting, by numbers of people only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from surveys import disclosure
from surveys.models import Group, Round
from surveys.questionnaire import as_matrix, who_was_asked_to_write
from surveys.sealing import OpenedAnswer, OpenedBatch

Organisations = Mapping[int, int | None]
Shown = Sequence[tuple[Group, int | None]]


def find_homes(
    round_: Round, batch: OpenedBatch, organisation_of: Organisations
) -> dict[tuple[str, int], int | None]:
    """(question, group it was answered in) → the group in which it may be read; None: nobody reads it.

    The groups that may be shown must have been written down (`reporting.freeze_plan`), and
    `organisation_of` comes from there. See docs/decisions/0035.
    """
    written = Counter((text.code, int(text.node)) for text in batch.texts)
    if not written:
        return {}
    shown = _shown(round_)
    passed_over = _not_asked(round_, batch.answers, organisation_of)
    own = round_.own_parts
    home_of: dict[str, Mapping[int, int]] = {}
    for question in {question for question, _group in written}:
        writers = Counter[int | None]()
        for (code, group), count in written.items():
            if code == question:
                writers[organisation_of[group]] += count
        asked_in = _groups_of(shown, own[question]) if question in own else shown
        home_of[question] = _homes(round_, asked_in, writers, passed_over.get(question))
    organisations = {group: organisation_of[group] or 0 for _question, group in written}
    return {(question, group): home_of[question].get(organisations[group]) for question, group in written}


def _homes(
    round_: Round, shown: Shown, writers: Mapping[int | None, int], not_asked: Mapping[int | None, int] | None
) -> dict[int, int]:
    wrote = _with_those_below(shown, writers)
    nodes = [disclosure.Node(group.pk, above, group.level, wrote[group.pk]) for group, above in shown]
    return disclosure.text_homes(
        nodes,
        thresholds=disclosure.Thresholds(round_.public_threshold, round_.threshold),
        not_asked=None if not_asked is None else _with_those_below(shown, not_asked),
    )


def _not_asked(
    round_: Round, answers: Sequence[OpenedAnswer], organisation_of: Organisations
) -> dict[str, Counter[int | None]]:
    """For each open question with a condition: how many people of each organisation were not asked it."""
    questionnaire = round_.questionnaire.questionnaire
    if not any(question.show_if for question in questionnaire.all_open_questions):
        return {}
    matrix = as_matrix(b"".join(answer.choices for answer in answers), len(questionnaire.columns))
    groups = [organisation_of[int(answer.node)] for answer in answers]
    asked = who_was_asked_to_write(questionnaire, round_.modules, matrix)
    return {
        code: Counter(group for group, was_asked in zip(groups, rows.tolist(), strict=True) if not was_asked)
        for code, rows in asked.items()
    }


def _shown(round_: Round) -> Shown:
    """Groups that may be shown, none below an organisation, each with the nearest one above it."""
    above: dict[int, int | None] = {}
    found = []
    for group in Group.objects.filter(round=round_, level__lte=Group.Level.ORGANISATION).order_by("level"):
        nearest = None if group.parent_id is None else above[group.parent_id]
        if group.audience:
            found.append((group, nearest))
        above[group.pk] = group.pk if group.audience else nearest
    return found


def _groups_of(shown: Shown, organisation: int) -> Shown:
    """Answers to an organisation's own question are read in it or nowhere."""
    return [(group, None) for group, _above in shown if group.organisation_id == organisation]


def _with_those_below(shown: Shown, own: Mapping[int | None, int]) -> dict[int, int]:
    total = {group.pk: own.get(group.pk, 0) for group, _above in shown}
    for group, above in reversed(shown):
        if above is not None:
            total[above] += total[group.pk]
    return total
