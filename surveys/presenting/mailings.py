"""What goes out when, as the pages of a round show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from surveys import access
from surveys.models import Group, GroupTree, Invitation, Mailing, Round
from surveys.services.invitations.holding import leaves_of
from surveys.services.invitations.people import Invited
from yhes.accounts.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """One mailing. `sent`, `failed` and `total` count first letters; of reminders nothing is counted."""

    mailing: Mailing
    whom: str  # a group; empty: everybody in the round
    may_change: bool
    total: int = 0
    sent: int = 0
    failed: int = 0


def lines(round_: Round, user: User) -> list[Line]:
    """In the order of their times, of the groups whose people the person invites."""
    return list(_lines(round_, user))


def _lines(round_: Round, user: User) -> Iterator[Line]:
    mailings = list(Mailing.objects.filter(round=round_))
    if not mailings:
        return
    manages = access.can_prepare(user, round_)
    mine = set(Group.objects.filter(access.groups_invited_by(user, round_)).values_list("pk", flat=True))
    tree = GroupTree.of(round_)
    letters = _first_letters(round_)
    for mailing in mailings:
        if not manages and mailing.group_id is not None and mailing.group_id not in mine:
            continue
        seen = [pk for pk in leaves_of(tree, mailing) if pk in mine]
        whom = str(tree.groups[mailing.group_id]) if mailing.group_id else ""
        may_change = mailing.started_at is None and (manages or mailing.group_id is not None)
        numbers = _sum(letters, seen) if mailing.kind == Mailing.Kind.FIRST and mailing.started_at else {}
        yield Line(mailing, whom, may_change, **numbers)


def _first_letters(round_: Round) -> dict[int, tuple[int, int, int]]:
    """By leaf: letters in all, handed over, failed. Answering changes none of them."""
    by_mail = Invitation.objects.filter(round=round_, channel=Invitation.Channel.MAIL).order_by()
    counted = by_mail.values_list("group").annotate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(is_mailed=True)),
        failed=Count("pk", filter=Q(has_failed=True)),
    )
    return {group: (total, sent, failed) for group, total, sent, failed in counted}


def _sum(letters: dict[int, tuple[int, int, int]], leaves: list[int]) -> dict[str, int]:
    rows = [letters.get(pk, (0, 0, 0)) for pk in leaves]
    return {name: sum(row[place] for row in rows) for place, name in enumerate(("total", "sent", "failed"))}


def sent_or_waiting(outcome: Invited) -> str:
    """What is said once people have been invited."""
    if outcome.held_until is None:
        sent = ngettext(
            "%(count)d invitation is being sent.", "%(count)d invitations are being sent.", outcome.new
        )
        return sent % {"count": outcome.new}
    waiting = ngettext(
        "%(count)d invitation waits and is sent on %(moment)s.",
        "%(count)d invitations wait and are sent on %(moment)s.",
        outcome.new,
    )
    return waiting % {"count": outcome.new, "moment": _moment(outcome.held_until)}


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
