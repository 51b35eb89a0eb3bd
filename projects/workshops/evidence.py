"""What workshops let others quote: what was written down in those that have been held, and the votes on it.

Outcomes are public once a workshop was held, so both audiences get the same. How many there are is
quoted only where all of them are written down; a count of some would say something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from projects.register.models import Project
from projects.workshops import wording
from projects.workshops.models import Outcome, Workshop
from yhes.common.figures import Audience, Figure
from yhes.common.words import Words, in_every_language, of_field

Kind = Outcome.Kind


def figures(project: Project, *, audience: Audience) -> Sequence[Figure]:
    """Of each held workshop, the latest first: outcomes by kind, those on one theme, the most voted one.
    Of all together: how many took part, and how many of each kind of event were held.
    """
    outcomes = Prefetch("outcomes", queryset=Outcome.objects.with_votes())
    held = list(
        Workshop.objects.filter(project=project, state=Workshop.State.HELD)
        .select_related("project")
        .prefetch_related(outcomes)
        .order_by("-starts_at", "-pk")
    )
    found: list[Figure] = []
    for workshop in held:
        rows = list(workshop.outcomes.all())
        if workshop.counts_are_complete:
            found += _counts(workshop, rows)
            found += _themes(workshop, rows)
        found += _most_voted(workshop, rows)
    return [*found, *_together(project, held)]


def _counts(workshop: Workshop, rows: Sequence[Outcome]) -> Iterator[Figure]:
    for kind in Kind:
        mine = [row for row in rows if row.kind == kind]
        if mine:
            label = _label(kind, len(mine))
            yield _figure(workshop, kind.value, len(mine), label, quote=_quote(mine))


def _themes(workshop: Workshop, rows: Sequence[Outcome]) -> Iterator[Figure]:
    """Several proposals or critical points on one theme: how many, named by the one with most votes."""
    themed = sorted((row for row in rows if row.theme), key=lambda row: (row.theme, row.kind))
    for (theme, kind), group in groupby(themed, key=lambda row: (row.theme, row.kind)):
        mine = _by_votes(group)
        if len(mine) > 1:
            label = _theme_label(kind, mine)
            yield _figure(workshop, f"{kind}-{theme}", len(mine), label, quote=_quote(mine))


def _most_voted(workshop: Workshop, rows: Sequence[Outcome]) -> Iterator[Figure]:
    first = next(iter(_by_votes(rows)), None)
    votes = first.votes if first else 0  # type: ignore[attr-defined]
    if first is None or not votes:
        return

    def label() -> str:
        if first.is_quote:
            return ngettext("vote for these words", "votes for these words", votes)
        words = ngettext("vote for: %(outcome)s", "votes for: %(outcome)s", votes)
        return words % {"outcome": first.text.rstrip(".")}

    quote = of_field(first, "text") if first.is_quote else None
    yield _figure(workshop, "votes", votes, in_every_language(label), quote=quote)


def _together(project: Project, held: Sequence[Workshop]) -> Iterator[Figure]:
    counted = [workshop for workshop in held if workshop.participants_count is not None]
    if counted:
        people = sum(workshop.participants_count or 0 for workshop in counted)
        label = in_every_language(lambda: ngettext("participant in events", "participants in events", people))
        yield _sum(project, "participants", people, label, counted)
    for kind in Workshop.Kind:
        mine = [workshop for workshop in held if workshop.kind == kind]
        if len(mine) > 1:
            yield _sum(project, f"held-{kind.value}", len(mine), _held_label(kind, len(mine)), mine)


def _figure(workshop: Workshop, name: str, value: int, label: Words, *, quote: Words | None) -> Figure:
    """The key has no third part: a figure of one event has no newer version in another."""
    return Figure(
        key=f"workshops:workshop-{workshop.pk}-{name}",
        source="workshops",
        value=value,
        unit="count",
        label=label,
        source_line=in_every_language(lambda: source_line(workshop)),
        as_of=localdate(workshop.starts_at),
        address=f"/id/event/{workshop.pk}" if workshop.may_be_read_by_anyone else "",
        is_example=workshop.is_example,
        quote=quote,
    )


def _sum(project: Project, name: str, value: int, label: Words, counted: Sequence[Workshop]) -> Figure:
    days = [localdate(workshop.starts_at) for workshop in counted]

    def source() -> str:
        words = ngettext("%(count)s event, %(years)s", "%(count)s events, %(years)s", len(counted))
        return words % {"count": len(counted), "years": _years(days)}

    return Figure(
        key=f"workshops:project-{project.pk}-{name}",
        source="workshops",
        value=value,
        unit="count",
        label=label,
        source_line=in_every_language(source),
        as_of=max(days),
        is_example=any(workshop.is_example for workshop in counted),
    )


def source_line(workshop: Workshop) -> str:
    """ "Työpaja 14.4.2026", in the active language."""
    day = {"day": wording.day(workshop)}
    if workshop.kind == Workshop.Kind.WEBINAR:
        return gettext("Webinar %(day)s") % day
    if workshop.kind == Workshop.Kind.SPARRING:
        return gettext("Sparring %(day)s") % day
    return gettext("Workshop %(day)s") % day


def _label(kind: Kind, count: int) -> Words:
    words = {
        Kind.PROPOSAL: lambda: ngettext("proposal", "proposals", count),
        Kind.STEPPING_STONE: lambda: ngettext("stepping stone", "stepping stones", count),
        Kind.CRITICAL_POINT: lambda: ngettext("critical point", "critical points", count),
        Kind.AGREEMENT: lambda: ngettext("agreed action", "agreed actions", count),
    }
    return in_every_language(words[kind])


def _theme_label(kind: str, rows: Sequence[Outcome]) -> Words:
    """Named by the one with most votes that is not quoted beside it anyway."""
    named = next((row for row in rows if not row.is_quote), rows[0])

    def label() -> str:
        first = {"outcome": named.text.rstrip(".")}
        if kind == Kind.CRITICAL_POINT:
            return gettext("critical points on one theme, first among them: %(outcome)s") % first
        if kind == Kind.PROPOSAL:
            return gettext("proposals on one theme, first among them: %(outcome)s") % first
        return gettext("outcomes on one theme, first among them: %(outcome)s") % first

    return in_every_language(label)


def _held_label(kind: Workshop.Kind, count: int) -> Words:
    words = {
        Workshop.Kind.WORKSHOP: lambda: ngettext("workshop held", "workshops held", count),
        Workshop.Kind.WEBINAR: lambda: ngettext("webinar held", "webinars held", count),
        Workshop.Kind.SPARRING: lambda: ngettext("sparring held", "sparrings held", count),
    }
    return in_every_language(words[kind])


def _quote(rows: Iterable[Outcome]) -> Words | None:
    """Somebody's own words among these outcomes: those with the most votes."""
    quoted = next((row for row in _by_votes(rows) if row.is_quote), None)
    return of_field(quoted, "text") if quoted else None


def _by_votes(rows: Iterable[Outcome]) -> list[Outcome]:
    """Most votes first; ties in the order in which they were written down."""
    return sorted(rows, key=lambda row: (-row.votes, row.order, row.pk))  # type: ignore[attr-defined]


def _years(days: Iterable[date]) -> str:
    years = sorted({day.year for day in days})
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
