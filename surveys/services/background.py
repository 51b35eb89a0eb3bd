"""Background variables of a round: chosen, counted and forgotten in the transaction that counts it.

The classes people are in are used here and stored nowhere. What stays are the protected figures of those
classes that may be shown (docs/decisions/0017).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import structlog
from django.utils.translation import gettext as _

from surveys import aggregation, disclosure
from surveys.disclosure.crossing import Classes
from surveys.models import ClassFigures, Group, Release, Round
from surveys.questionnaire import Item, Questionnaire, as_matrix, count_by_group
from surveys.questionnaire.packing import Counts
from surveys.sealing import OpenedAnswer
from surveys.services import protecting
from surveys.services.reporting import Kept, NoPlan
from yhes.common.figures import Audience

log = structlog.get_logger(__name__)

Cells = dict[Audience, frozenset[tuple[int, str, int]]]
_TOLD_BY_CLASS = (Group.Level.PROJECT, Group.Level.ORGANISATION)


def freeze_classes(round_: Round, answers: Sequence[OpenedAnswer], kept: Kept) -> None:
    """Decide which classes may be shown, and write down what may be told of them.

    `answers` as they were opened; the answers themselves have been stored, without their classes. Nothing
    happens for a round without background variables. Raises NoPlan.
    """
    variables = round_.asked.background
    if not variables:
        return
    counts = aggregation.count_round(round_)
    if not counts.groups:
        return
    try:
        divided = _Divided(round_.questionnaire.questionnaire, variables, answers)
        table = disclosure.protect_classes(
            kept.nodes,
            protecting.protected_table(round_, counts),
            divided.crossing,
            divided.answers_to,
            plan=kept.plan,
        )
    except disclosure.PlanError as error:
        log.error("no plan for classes", round=round_.pk, reason=str(error))
        raise NoPlan(
            _("It cannot be decided which background results may be shown, so nothing was counted.")
        ) from error
    codes = [(variable.code, variable.scale.values) for variable in variables]
    beside = _fingerprint(counts)
    ClassFigures.objects.bulk_create(
        ClassFigures(
            group=group, audience=audience, beside=beside, document=table.document(group.pk, audience, codes)
        )
        for audience in disclosure.AUDIENCES
        for group in counts.groups
        if group.level in _TOLD_BY_CLASS and (audience == "inside" or group.audience == Group.Audience.PUBLIC)
    )


class _Divided:
    """Opened answers by group and class."""

    def __init__(
        self, version: Questionnaire, variables: Sequence[Item], answers: Sequence[OpenedAnswer]
    ) -> None:
        atoms: dict[tuple[int, Classes], int] = {}
        known: dict[tuple[tuple[str, str], ...], Classes] = {}
        rows: list[int] = []
        for answer in answers:
            if answer.background not in known:
                known[answer.background] = _classes(variables, dict(answer.background))
            atom = int(answer.node), known[answer.background]
            rows.append(atoms.setdefault(atom, len(atoms)))
        self._atom_of = np.array(rows, dtype=np.int64)
        self._matrix = as_matrix(b"".join(answer.choices for answer in answers), len(version.columns))
        self._place = {column.key: place for place, column in enumerate(version.columns)}
        self._options = {item.code: len(item.scale.values) for item in version.items}
        self.crossing = disclosure.Crossing(
            tuple(group for group, _classes in atoms),
            tuple(classes for _group, classes in atoms),
            np.bincount(self._atom_of, minlength=len(atoms)).astype(np.int64),
        )

    def answers_to(self, code: str) -> Counts:
        """The valid answers to an item, (atoms, options)."""
        options, place = self._options[code], self._place[code]
        column = self._matrix[:, place : place + 1]
        counts = count_by_group(column, self._atom_of, len(self.crossing.groups), 1, options)
        return counts[:, 0, 1:-1]


def _classes(variables: Sequence[Item], given: Mapping[str, str]) -> Classes:
    """The value of each variable; None where nothing was answered."""
    return tuple(
        next((value for value in item.scale.values if str(value) == given.get(item.code)), None)
        for item in variables
    )


def frozen_documents(
    round_: Round, counts: aggregation.RoundCounts
) -> dict[tuple[int, str], dict[str, dict[str, Any]]]:
    """By (group, audience) what a release adds to its document; nothing without background variables.

    Raises disclosure.PlanError when the groups are not those the classes were decided beside.
    """
    stored = ClassFigures.objects.filter(group__round=round_).order_by("id")
    found = list(stored.values_list("group_id", "audience", "beside", "document"))
    if found and {beside for _group, _audience, beside, _document in found} != {_fingerprint(counts)}:
        raise disclosure.PlanError("the classes were decided beside other groups")
    return {(group, audience): {"background": document} for group, audience, _beside, document in found}


def planned_cells(round_: Round) -> Cells:
    """Per audience the (group, variable, class) that may be shown, as decided when the round was counted."""
    stored = ClassFigures.objects.filter(group__round=round_)
    return _cells(stored.values_list("group_id", "audience", "document"))


def published_cells(release: Release) -> Cells:
    """The same, as shown in a release."""
    rows = release.groups.values_list("group_id", "audience", "document")
    return _cells((group, audience, document.get("background", {})) for group, audience, document in rows)


def _cells(rows: Any) -> Cells:
    found: dict[Audience, set[tuple[int, str, int]]] = {audience: set() for audience in disclosure.AUDIENCES}
    for group, audience, document in rows:
        for variable, classes in document.items():
            found[audience] |= {
                (group, variable, int(value)) for value, told in classes.items() if told["n"] is not None
            }
    return {audience: frozenset(cells) for audience, cells in found.items()}


def _fingerprint(counts: aggregation.RoundCounts) -> str:
    """Of the groups that may be shown, who can see them and which belongs to which."""
    above = counts.nearest
    shown = sorted([group.pk, group.audience, above[group.pk]] for group in counts.groups)
    return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()
