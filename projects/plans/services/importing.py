"""Response rates of the national student feedback as readings: read, checked without storing, stored whole.

A line says of one provider how many were invited and how many answered, for three questionnaires. What is
stored is exactly what the check reported; when something has changed meanwhile, nothing is.

Protection: with fewer than ten invited or fewer than five answers the rate is not stored. The reading then
says that it is protected and why (the thresholds are those of the portal's own surveys, inside and public).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.plans.errors import PlanError, ReadingInFuture
from projects.plans.models import KEPT, ActionPlan, Indicator, Reading, ReadingImport
from projects.plans.services.plans import lock, record
from projects.register import business_id
from projects.register.models import Organisation, Project
from yhes.accounts.models import User
from yhes.common import tables
from yhes.common.words import LANGUAGES, in_every_language

MOST_LINES: Final = 2_000
LEAST_INVITED: Final = 10
LEAST_ANSWERED: Final = 5
FORGET_AFTER: Final = timedelta(days=1)
PAIRS: Final = ("start", "end_training", "end_unit")
TITLES: Final = {
    "start": gettext_lazy("Response rate of student feedback, start of studies"),
    "end_training": gettext_lazy("Response rate of student feedback, end of training"),
    "end_unit": gettext_lazy("Response rate of student feedback, end of a unit"),
}
_There = dict[tuple[int, str], Decimal | None]  # (plan, import key) → the value of the day
COLUMNS: Final = ("business_id", "name", *(f"{what}_{p}" for p in PAIRS for what in ("invited", "answered")))


class ColumnsMissing(PlanError):
    message = gettext_lazy("The file lacks these columns: %(columns)s.")
    field = "file"


class TooManyLines(PlanError):
    message = gettext_lazy("The file has more than 2,000 lines.")
    field = "file"


class NothingToStore(PlanError):
    message = gettext_lazy("Nothing was stored: a line is refused, or there is nothing new.")


class ChangedAfterCheck(PlanError):
    message = gettext_lazy(
        "Nothing was stored: something has changed after the check. Upload the file again."
    )


class StoredAlready(PlanError):
    message = gettext_lazy("This file has been stored already.")


@dataclass(frozen=True, slots=True)
class Line:
    """What comes of one count pair of a line. state: new | changed | unchanged | left_out | refused."""

    line: int
    name: str
    pair: str
    state: str
    shown: str = ""
    reason: str = ""
    plan: int = 0


def check_readings(
    *, project: Project, file: BinaryIO, read_on: date, target: Decimal, user: User
) -> ReadingImport:
    """Keep what the file says and the report of it. Raises TableUnreadable, ColumnsMissing, TooManyLines,
    ReadingInFuture; then nothing is kept.
    """
    if read_on > timezone.localdate():
        raise ReadingInFuture
    rows = _read(file)
    made = ReadingImport(project=project, read_on=read_on, target=target, rows=rows, user=user)
    made.report = [asdict(line) for line in _lines(made)]
    made.save()
    return made


@transaction.atomic
def store_readings(*, file: ReadingImport, actor: User) -> int:
    """How many were stored. Raises NothingToStore, ChangedAfterCheck, StoredAlready; then none is."""
    found = ReadingImport.objects.select_for_update().get(pk=file.pk)
    if found.stored_at:
        raise StoredAlready
    plans = ActionPlan.objects.filter(project=found.project_id).select_for_update()
    locked = {plan.pk: plan for plan in plans.order_by("pk")}
    lines = list(_lines(found))
    states = {(line.line, line.pair): (line.state, line.plan) for line in lines}
    reported = {(line["line"], line["pair"]): (line["state"], line["plan"]) for line in found.report}
    if states != reported:
        raise ChangedAfterCheck
    wanted = [line for line in lines if line.state in ("new", "changed")]
    if not wanted or any(line.state == "refused" for line in lines):
        raise NothingToStore
    by_line = {row[0]: row for row in found.rows}
    for line in wanted:
        _store(found, locked[line.plan], line, by_line[line.line], actor)
    found.stored_at = timezone.now()
    found.save(update_fields=["stored_at"])
    return len(wanted)


def forget_imports(now: datetime) -> int:
    """Registered as a `tick`; returns how many."""
    gone, _models = ReadingImport.objects.filter(created_at__lt=now - FORGET_AFTER).delete()
    return gone


def protection(invited: int, answered: int) -> str:
    """Why the rate is not shown, in words; "" where it is."""
    if invited < LEAST_INVITED:
        return _("Protected: fewer than 10 were invited.")
    if answered < LEAST_ANSWERED:
        return _("Protected: fewer than 5 answered.")
    return ""


def rate(invited: int, answered: int) -> Decimal:
    """Per cent with one decimal."""
    return (Decimal(100) * answered / invited).quantize(Decimal("0.1"))


def _read(file: BinaryIO) -> list[list[Any]]:
    with tables.opened(file) as table:
        places = {name: place for place, name in enumerate(table.header)}
        if missing := [name for name in COLUMNS if name not in places]:
            raise ColumnsMissing(columns=", ".join(missing))
        rows: list[list[Any]] = []
        for line, cells in table.rows:
            if len(rows) >= MOST_LINES:
                raise TooManyLines
            padded = [*cells, *[""] * len(places)]
            rows.append([line, *(padded[places[name]].strip()[:200] for name in COLUMNS)])
        return rows


def _lines(file: ReadingImport) -> Iterator[Line]:
    partners = _Partners(file.project)
    there = _there(file)
    seen: set[str] = set()
    for line, number, name, *counts in file.rows:
        key = business_id.normalise(number) or name.casefold()
        if number and not business_id.is_valid(business_id.normalise(number)):
            yield Line(
                line, name, "", "refused", reason=_("The check digit of the business ID does not match.")
            )
        elif key in seen:
            yield Line(line, name, "", "refused", reason=_("The organisation is in the file twice."))
        else:
            yield from _of_provider(there, partners, line, name, number, counts)
        seen.add(key)


def _of_provider(
    there: _There, partners: _Partners, line: int, name: str, number: str, counts: Sequence[str]
) -> Iterator[Line]:
    plan, why = partners.plan(number, name)
    for place, pair in enumerate(PAIRS):
        texts = counts[2 * place : 2 * place + 2]
        if not any(texts):
            continue
        invited, answered = (_count(text) for text in texts)
        if invited is None or answered is None:
            yield Line(line, name, pair, "refused", reason=_("The numbers must be whole and not negative."))
        elif answered > invited:
            yield Line(line, name, pair, "refused", reason=_("More have answered than were invited."))
        elif plan is None:
            yield Line(line, name, pair, "left_out", reason=why)
        elif invited:
            yield _compared(there, plan, line, name, pair, invited, answered)


def _compared(
    there: _There, plan: ActionPlan, line: int, name: str, pair: str, invited: int, answered: int
) -> Line:
    why = protection(invited, answered)
    value = None if why else rate(invited, answered)
    place = (plan.pk, _key(pair))
    state = "new" if place not in there else "unchanged" if there[place] == value else "changed"
    shown = "" if value is None else f"{value}\N{NO-BREAK SPACE}%"
    return Line(line, name, pair, state, shown, why, plan.pk)


def _there(file: ReadingImport) -> _There:
    """The readings of that day which the project's plans have already, in one query."""
    readings = Reading.objects.filter(
        KEPT, indicator__deleted_at__isnull=True, indicator__plan__project=file.project, read_on=file.read_on,
    ).exclude(indicator__import_key="")  # fmt: skip
    rows = readings.values_list("indicator__plan", "indicator__import_key", "value")
    return {(plan, key): value for plan, key, value in rows}


def _store(file: ReadingImport, plan: ActionPlan, line: Line, row: Sequence[Any], actor: User) -> None:
    lock(plan)
    place = 3 + 2 * PAIRS.index(line.pair)
    invited, answered = int(row[place]), int(row[place + 1])
    why = protection(invited, answered)
    said = _("%(answered)s of %(invited)s answered.") % {"answered": answered, "invited": invited}
    values: dict[str, Any] = {
        "value": None if why else rate(invited, answered),
        "is_protected": bool(why),
        "source": Reading.Source.FEEDBACK,
        "note": why or said,
    }
    indicator = _indicator(file, plan, line.pair, actor)
    day: dict[str, Any] = {"indicator": indicator, "read_on": file.read_on, "deleted_at": None}
    reading, _is_new = Reading.objects.update_or_create(**day, defaults=values)
    record(plan, reading, "plans.reading_imported", actor, {"state": (None, line.state)})


def _indicator(file: ReadingImport, plan: ActionPlan, pair: str, actor: User) -> Indicator:
    found = Indicator.objects.filter(KEPT, plan=plan, import_key=_key(pair)).first()
    if found is None:
        titles = in_every_language(lambda: str(TITLES[pair]))
        found = Indicator(plan=plan, target=file.target, import_key=_key(pair), order=PAIRS.index(pair) + 100)
        for code in LANGUAGES:
            setattr(found, f"title_{code}", dict(titles)[code])
        found.save()
        record(plan, found, "plans.part_added", actor, {"title": (None, found.title)})
    return found


def _key(pair: str) -> str:
    return f"student-feedback:{pair}"


def _count(text: str) -> int | None:
    """A whole number; None for anything else. Nine digits are more than there are people to ask."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


class _Partners:
    """The project's partners by business ID and by name, each with the plan its readings go to."""

    def __init__(self, project: Project) -> None:
        partners = Organisation.objects.filter(partnerships__project=project)
        self._by_number = {one.business_id: one.pk for one in partners if one.business_id}
        self._by_name = {
            name.casefold(): one.pk
            for one in partners
            for name in (getattr(one, f"name_{code}") for code in LANGUAGES)
            if name
        }
        plans = ActionPlan.objects.filter(KEPT, project=project, organisation__isnull=False)
        in_use = plans.exclude(state=ActionPlan.State.ARCHIVED).order_by("pk")
        self._plans = {plan.organisation_id: plan for plan in in_use}  # the newest one stays

    def plan(self, number: str, name: str) -> tuple[ActionPlan | None, str]:
        """The plan, or why there is none."""
        key = self._by_number.get(business_id.normalise(number)) or self._by_name.get(name.casefold())
        if key is None:
            return None, _("The organisation is not a partner of the project.")
        plan = self._plans.get(key)
        return plan, "" if plan else _("The organisation has no action plan in use.")
