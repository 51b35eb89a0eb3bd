"""The weekly letter: who is owed one, and sending each exactly once (decision 0097).

On Monday morning everybody with a role who has not said no is marked as owed the week's letter. A job takes
the marks off one by one, each in the transaction that queues the letter. Whatever becomes of the clock or
of a worker, the marks say what is left; and who has been decided on for a week is not decided on again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from yhes.accounts.models import User
from yhes.common import jobs
from yhes.common.mail import letters
from yhes.desk import weekly_contents
from yhes.desk.models import WeeklyLetter

log = structlog.get_logger(__name__)

JOB: Final = "desk.weekly_letters"
AT: Final = time(7)  # on Monday, in Finland
_SIGNER: Final = Signer(sep=".", salt="yhes.desk.weekly")
_LONGEST_TOKEN: Final = 100


def week_of(now: datetime) -> date | None:
    """The Monday whose letter is due at this moment; None early on a Monday."""
    local = timezone.localtime(now)
    monday = local.date() - timedelta(days=local.weekday())
    return monday if local >= _begins(monday) else None


def tick(now: datetime) -> None:
    """Called by the clock: promise what is due, and start the job while anything is owed.

    After a silence of days it goes on as if it had been Monday; a week that is over is not made up for.
    """
    monday = week_of(now)
    if monday is None:
        return
    _promise(monday)
    if WeeklyLetter.objects.filter(owed=True, week=monday).exists():
        jobs.start(JOB, subject=f"{JOB}:{monday}", payload={"week": monday.isoformat()})


@transaction.atomic
def _promise(monday: date) -> None:
    """Mark those who had a role when the week's letters began to go. A promise of an earlier week is over."""
    people = User.objects.filter(is_active=True, memberships__created_at__lt=_begins(monday))
    unknown = people.filter(weekly_letter__isnull=True).values_list("pk", flat=True).distinct()
    WeeklyLetter.objects.bulk_create([WeeklyLetter(user_id=pk) for pk in unknown], ignore_conflicts=True)
    undecided = WeeklyLetter.objects.filter(Q(week__isnull=True) | Q(week__lt=monday), is_wanted=True)
    undecided.filter(user__in=people.values("pk")).update(week=monday, owed=True)


def send_owed(*, week: date, report: Callable[[int, int], None]) -> int:
    """Queue the week's letters that are owed; how many had anything to tell.

    One that cannot be made is logged and stays owed; the others go.
    """
    owing = WeeklyLetter.objects.filter(owed=True, week=week).order_by("pk")
    keys = list(owing.values_list("pk", flat=True))
    sent = 0
    for done, key in enumerate(keys, start=1):
        try:
            sent += _send(key, week)
        except Exception:  # whatever a room raises, the other people's letters go
            log.exception("weekly letter failed", key=key)
        report(done, len(keys))
    return sent


@transaction.atomic
def _send(key: int, week: date) -> bool:
    """The mark goes in the transaction that queues the letter. Nothing is sent where nothing waits."""
    rows = WeeklyLetter.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.filter(pk=key, owed=True, week=week).first()
    if row is None:
        return False  # another worker has, or the person has said no meanwhile
    row.owed = False
    row.save(update_fields=["owed"])
    user = row.user
    if not user.is_active:
        return False
    with override(user.language):
        contents = weekly_contents.of(user, week)
        if not contents.projects:
            return False
        _queue(user, contents)
    return True


def _queue(user: User, contents: weekly_contents.Contents) -> None:
    stop = settings.SITE_URL + reverse("desk_id:weekly", args=[token_of(user)])
    try:
        letters.queue(
            "weekly",
            to=user.email,
            language=user.language,
            context={
                "contents": contents,
                "desk_url": settings.SITE_URL + reverse("desk:overview"),
                "stop_url": stop,
            },
            headers={
                "List-Unsubscribe": f"<{stop}>",  # RFC 8058: mail programs post to it at one press
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
    except letters.AddressRefused:
        log.warning("weekly letter refused", user=user.pk)


@transaction.atomic
def choose(*, user: User, is_wanted: bool) -> None:
    """Whoever wants it again gets the next week's first."""
    User.objects.select_for_update().get(pk=user.pk)
    row = WeeklyLetter.objects.filter(user=user).first() or WeeklyLetter(user=user)
    if is_wanted and not row.is_wanted:
        row.week = week_of(timezone.now())
    row.is_wanted = is_wanted
    row.owed = row.owed and is_wanted
    row.save()


def is_wanted(user: User) -> bool:
    """Yes, until the person says no."""
    row = WeeklyLetter.objects.filter(user=user).first()
    return row is None or row.is_wanted


def token_of(user: User) -> str:
    """Signed, not stored: the same in every letter, for as long as the portal's secret lasts."""
    return _SIGNER.sign(str(user.pk))


def person_of(token: str) -> User | None:
    """Whose letters the address stops; None for one that the portal has not made."""
    if len(token) > _LONGEST_TOKEN:
        return None
    try:
        pk = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return User.objects.filter(pk=int(pk)).first()


def _begins(monday: date) -> datetime:
    return timezone.make_aware(datetime.combine(monday, AT))
