"""What surveys tell a report to the funder: rounds that closed in the period, and their public figures.

Whoever gets the report is outside the project, so it has what a visitor may read and nothing more: public
documents of releases that stand, a band of respondents, a rate in tens of per cent of a large group.
What an organisation ordered for its own staff is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys import evidence
from surveys.evidence import Headlines
from surveys.models import Group, ResponseRate, Round
from surveys.services.rates import SMALLEST, rounded
from yhes.common.reporting import Cell, Column, ReportSection, Table
from yhes.common.words import in_language

_PLACE: Final = 700


def sections(project: Project, first: date, last: date, user: Any) -> Iterator[ReportSection]:
    """Registered as `report`. Headline figures belong to the period in which their round closed."""
    rounds = _rounds_of(project, first, last)
    headlines = {found.round_id: found for found in evidence.headlines(project, first, last)}
    tables = (_rounds(rounds, headlines, last), _indexes(rounds, headlines)) if rounds else ()
    yield ReportSection(
        "surveys:rounds",
        _PLACE,
        _("Surveys"),
        tables=tuple(table for table in tables if table.rows),
        missing="" if rounds else _("No survey round was open in the period."),
        advice=_("Figures of a round come into the report once its results have been released."),
    )


def _rounds_of(project: Project, first: date, last: date) -> list[Round]:
    """Rounds that closed in the period, and those that were open on its last day."""
    closed = Q(closed_at__date__range=(first, last))
    stayed_open = Q(closed_at__isnull=True) | Q(closed_at__date__gt=last)
    going_on = Q(opened_at__date__lte=last) & stayed_open
    rounds = Round.objects.filter(closed | going_on, project=project, ordered_by__isnull=True)
    return list(rounds.exclude(state=Round.State.DRAFT).order_by("closes_at", "pk"))


def _rounds(rounds: Sequence[Round], headlines: Mapping[int, Headlines], last: date) -> Table:
    whole = Group.objects.filter(round__in=rounds, level=Group.Level.PROJECT)
    groups = {group.round_id: group for group in whole}
    rows = [
        (
            round_.title,
            localdate(round_.opened_at) if round_.opened_at else None,
            localdate(round_.closed_at or round_.closes_at),
            _state(round_, headlines, last),
            headlines[round_.pk].n if round_.pk in headlines else None,
            _rate(groups.get(round_.pk)) if round_.pk in headlines else None,
        )
        for round_ in rounds
    ]
    head = (
        Column(_("Survey round")),
        Column(_("Opened")),
        Column(_("Closed, or closes")),
        Column(_("State")),
        Column(_("Respondents"), "number"),
        Column(_("Response rate, per cent"), "number"),
    )
    note = _("Respondents are told in bands and rates rounded down to tens, to protect those who answered.")
    return Table("rounds", _("Survey rounds"), head, tuple(rows), note)


def _state(round_: Round, headlines: Mapping[int, Headlines], last: date) -> str:
    if round_.closed_at is None or localdate(round_.closed_at) > last:
        return capfirst(str(Round.State.OPEN.label))
    return _("Results released") if round_.pk in headlines else _("Closed, results not released")


def _rate(group: Group | None) -> Cell:
    """Of the whole project, if at least 20 were invited; as coarse as while the round was open."""
    if group is None or group.respondents is None or (group.invited or 0) < SMALLEST:
        return None
    tens = rounded(group.respondents, group.invited or 0)
    return _("over 90") if tens == ResponseRate.OVER_NINETY else 10 * tens


def _indexes(rounds: Sequence[Round], headlines: Mapping[int, Headlines]) -> Table:
    rows = [
        (round_.title, in_language(figure.label), _("Protected") if figure.value is None else figure.value)
        for round_ in rounds
        for figure in (headlines[round_.pk].indexes if round_.pk in headlines else ())
    ]
    head = (Column(_("Survey round")), Column(_("Dimension")), Column(_("Index 0–100"), "number"))
    note = _("From the public release of each round. A development tool, not a validated measure.")
    return Table("indexes", _("Released results"), head, tuple(rows), note)
