"""The next round of a survey: a draft like the one before, made by a person or when its time comes.

A repeated round is never opened by itself. Two weeks before it should begin, a pulse three days before,
its draft waits for the coordinator, with the newest questions and the headcounts the register has then.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.register.models import Partnership
from surveys.models import QuestionnaireVersion, Round
from surveys.services.groups import OrganisationChoice, UnitChoice, chosen, replace_groups
from surveys.services.rounds import RoundRefused
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import LANGUAGES

log = structlog.get_logger(__name__)

PREPARED_BEFORE: Final = timedelta(days=14)
PULSE_PREPARED_BEFORE: Final = timedelta(days=3)
USUAL_LENGTH: Final = timedelta(days=14)  # of a round that was never opened
_WORDS: Final = ("title", "purpose", "controller", "greeting", "reminder")
_COPIED: Final = (
    *("project", "ordered_by", "modules", "own_modules", "legal_basis"),
    *("threshold", "public_threshold", "figures", "repeats_every", "pulse_every"),
    *(f"{field}_{code}" for field in _WORDS for code in LANGUAGES),
)


@transaction.atomic
def repeat_round(*, round_: Round, user: User | None) -> Round:
    """A draft with the same texts, thresholds and groups, which closes as long after today as the first did.

    It asks the questionnaire's newest version. Raises RoundRefused for imported answers and when the
    newest version lacks a module that is in use.
    """
    if round_.is_imported:
        raise RoundRefused(_("These answers were collected elsewhere, so there is no round to repeat."))
    return _copy(round_, begins=timezone.now(), user=user)


@transaction.atomic
def set_repeat(*, round_: Round, user: User, months: int | None = None, weeks: int | None = None) -> None:
    """Repeat the survey every so many months, as a pulse every so many weeks, or no longer.

    Raises RoundRefused for any other number, and for both at once.
    """
    known = months in (None, *Round.Repeat.values) and weeks in (None, *Round.Pulse.values)
    if round_.is_imported or not known or (months and weeks):
        raise RoundRefused(_("Choose how often the survey is repeated."))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    _change_repeat(locked, months=months, weeks=weeks, user=user)


def _change_repeat(round_: Round, *, months: int | None, weeks: int | None, user: User | None) -> None:
    columns = {"repeats_every": months, "pulse_every": weeks}
    audit.change(round_, columns, actor=user, action="surveys.repeat_changed", project_id=round_.project_id)


def next_begins(round_: Round) -> datetime | None:
    """When the next round should be opened; None while that is not known or its draft is there already."""
    return None if round_.repeated_at else later(round_, 1)


def later(round_: Round, times: int) -> datetime | None:
    """When the round comes for the `times`-th time after this one; None for one that is not repeated."""
    if not round_.opened_at:
        return None
    if round_.pulse_every:
        return weeks_later(round_.opened_at, round_.pulse_every * times)
    return months_later(round_.opened_at, round_.repeats_every * times) if round_.repeats_every else None


def prepare_due(now: datetime) -> None:
    """Called by the clock: make the drafts whose time has come. Each is made once, even if it is deleted.

    A survey that cannot be repeated any more is no longer repeated, which its history says.
    """
    opened = Round.objects.repeating().filter(opened_at__isnull=False)
    for pk in list(opened.values_list("pk", flat=True)):
        with transaction.atomic():
            round_ = opened.select_for_update(of=("self",)).filter(pk=pk).first()
            begins, made_on = (next_begins(round_), prepared_on(round_)) if round_ else (None, None)
            if round_ and begins and made_on and now >= made_on:
                _prepare(round_, max(begins, now), now)


def prepared_on(round_: Round) -> datetime | None:
    """When the next round's draft is made; None as for `next_begins`."""
    begins = next_begins(round_)
    return begins and begins - (PULSE_PREPARED_BEFORE if round_.pulse_every else PREPARED_BEFORE)


def _prepare(round_: Round, begins: datetime, now: datetime) -> None:
    try:
        with transaction.atomic():
            made = _copy(round_, begins=begins, user=None)
    except RoundRefused:
        _change_repeat(round_, months=None, weeks=None, user=None)
        log.warning("round not repeated", round=round_.pk)
    else:
        Round.objects.filter(pk=round_.pk).update(repeated_at=now)
        log.info("round repeated", round=round_.pk, draft=made.pk)


def _copy(round_: Round, *, begins: datetime, user: User | None) -> Round:
    length = round_.closes_at - round_.opened_at if round_.opened_at else USUAL_LENGTH
    made = Round.objects.create(
        questionnaire=_newest(round_),
        closes_at=_at_the_same_hour(begins + length, round_.closes_at),
        created_by=user,
        is_example=round_.is_example,
        **{name: getattr(round_, name) for name in _COPIED},
    )
    choices, by_region = chosen(round_)
    replace_groups(round_=made, choices=list(_as_of_now(round_, choices)), with_regions=by_region)
    changes = {"repeated_from": (None, str(round_))}
    audit.record(
        actor=user, action="surveys.round_repeated", on=made, project_id=made.project_id, changes=changes
    )
    return made


def _newest(round_: Round) -> QuestionnaireVersion:
    """The newest version of the questionnaire that has every module in use. Raises RoundRefused."""
    for version in QuestionnaireVersion.objects.versions_of(round_.questionnaire):
        if set(round_.modules) <= set(version.questionnaire.modules):
            return version
    raise RoundRefused(_("The questionnaire of this round is not offered any more. Make a new round."))


def _as_of_now(round_: Round, choices: list[OrganisationChoice]) -> Iterator[OrganisationChoice]:
    """Organisations that still take part, with the numbers the register has now where it has them."""
    partners = set(
        Partnership.objects.filter(project=round_.project_id)
        .exclude(state=Partnership.State.DECLINED)
        .values_list("organisation_id", flat=True)
    )
    for choice in choices:
        units = tuple(UnitChoice(part.unit, part.unit.headcount or part.headcount) for part in choice.units)
        # One whose units have all been removed since has no number any more: the coordinator chooses anew.
        if choice.organisation.pk in partners and (units or choice.headcount):
            yield OrganisationChoice(choice.organisation, choice.headcount, units)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the month's last day where it has no such day."""
    local = timezone.localtime(moment)
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    day = min(local.day, monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day)


def weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same weekday and hour so many weeks later, whatever daylight saving time has done meanwhile."""
    return timezone.localtime(moment) + timedelta(weeks=weeks)


def _at_the_same_hour(moment: datetime, example: datetime) -> datetime:
    """Rounds close at the hour people are used to, whatever daylight saving time has done meanwhile."""
    local, usual = timezone.localtime(moment), timezone.localtime(example)
    at = local.replace(hour=usual.hour, minute=usual.minute, second=0, microsecond=0)
    return at if at > timezone.now() else at + timedelta(days=1)
