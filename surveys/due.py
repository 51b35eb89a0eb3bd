"""What surveys need of a person: found once, counted by the rail, put into words where somebody reads it.

However many rounds a project has, each kind of thing is one question to the database (decision 0056).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register.models import Project
from surveys import access, links
from surveys.models import FreeText, Group, HeadcountInquiry, Invitation, Round, SurveyOrder, TextRelease
from surveys.models.rounds import RoundQuerySet
from surveys.presenting.replies import unanswered_groups
from yhes.accounts.models import User
from yhes.common.registry import Todo

Matter = Callable[[], Todo]  # one thing that waits; called, it says so

_SOON = 14  # days before closing in which a low rate is worth an evening's work
_AT_THE_DOOR = 3  # days before closing in which a coordinator may want to give more time
_LOW = 5  # tens of per cent
_PATIENCE = 7  # days after which an order without an answer is late
_NAMED = 3  # orders whose organisations are named
_TIME_TO_REPLY = 21  # days: sooner things come before it
_TIME_TO_READ = 14  # days after closing in which open answers should have been read
_UNDER_WAY = (Round.State.DRAFT, Round.State.OPENING, Round.State.OPEN, Round.State.CLOSING)


def matters(user: User, project: Project) -> Iterator[Matter]:
    """Keys that fail, orders to answer, drafts to finish, groups to invite, low rates, texts to read."""
    yield from _unconfirmed_headcounts(user, project)
    yield from _under_way(user, project)
    yield from _not_replied(user, project)
    if access.can_manage(user, project):
        yield from _orders(project)
        yield from _open_answers(user, project)


def rounds_of(user: User, project: Project) -> RoundQuerySet:
    """Rounds of the project that the person may see and that were asked here."""
    return Round.objects.filter(access.visible_in(user, project), is_imported=False)


def _under_way(user: User, project: Project) -> Iterator[Matter]:
    is_coordinator = access.can_manage(user, project)
    rounds = rounds_of(user, project).filter(state__in=_UNDER_WAY).order_by("closes_at", "pk")
    found = list(rounds.only("title", "state", "closes_at", "is_key_lost"))
    groups = _groups_waiting(user, project, [round_ for round_ in found if round_.is_accepting])
    for round_ in found:
        if is_coordinator and round_.is_key_lost:
            yield partial(_key_lost, project, round_)
        elif round_.state == Round.State.DRAFT:
            yield partial(_draft, project, round_)
        elif round_.is_accepting:
            empty, low = groups.get(round_.pk, (0, 0))
            if empty:
                yield partial(_not_invited, project, round_, empty)
            if low and _days_left(round_) <= _SOON:
                yield partial(_low_rate, project, round_, low)
            if is_coordinator and _days_left(round_) <= _AT_THE_DOOR:
                yield partial(_closing, project, round_)


def _groups_waiting(user: User, project: Project, rounds: Sequence[Round]) -> Mapping[int, tuple[int, int]]:
    """By round, of the groups into which the person invites: how many leaves have nobody invited yet, and
    how many organisations have a low rate."""
    if not rounds:
        return {}
    invited = Invitation.objects.filter(group=OuterRef("pk"))
    empty = Q(~Exists(invited), headcount__isnull=False, shared_link__isnull=True)
    low = Q(level=Group.Level.ORGANISATION, rate__tens__lt=_LOW)
    mine = Group.objects.filter(access.groups_invited_among(user, project, rounds))
    counts = (
        mine.order_by()
        .values_list("round")
        .annotate(empty=Count("pk", filter=empty), low=Count("pk", filter=low))
    )
    return {pk: (empty, low) for pk, empty, low in counts}


def _unconfirmed_headcounts(user: User, project: Project) -> Iterator[Matter]:
    """A contact's own organisation has been asked and has not confirmed."""
    waiting = HeadcountInquiry.objects.filter(
        access.inquiries_answered_by(user, project), confirmed_at__isnull=True
    )
    for inquiry in waiting.select_related("round", "organisation").order_by("pk"):
        yield partial(_unconfirmed, inquiry)


def _orders(project: Project) -> Iterator[Matter]:
    """One thing for all orders that wait for an answer."""
    waiting = SurveyOrder.objects.filter(project=project).waiting()
    oldest = waiting.only("organisation_name", "confirmed_at", "created_at").order_by("confirmed_at", "pk")
    first = list(oldest[:_NAMED])
    if first:
        yield partial(_ordered, project, first, waiting)


def _not_replied(user: User, project: Project) -> Iterator[Matter]:
    """Organisations whose newest results nobody has replied to, for their contacts."""
    for group in unanswered_groups(user, project):
        yield partial(_reply, project, group)


def _open_answers(user: User, project: Project) -> Iterator[Matter]:
    """Rounds whose open answers wait for a moderator, or for their release."""
    texts = FreeText.objects.readable().filter(round=OuterRef("pk"))
    standing = TextRelease.objects.filter(round=OuterRef("pk"), withdrawn_at__isnull=True)
    rounds = rounds_of(user, project).filter(Exists(texts), ~Exists(standing)).order_by("closes_at", "pk")
    found = list(rounds.only("title", "closes_at", "closed_at"))

    @cache
    def unread() -> Mapping[int, int]:
        waiting = FreeText.objects.waiting().filter(round__in=found).order_by()
        return dict(waiting.values_list("round").annotate(count=Count("pk")))

    for round_ in found:
        yield partial(_moderate, project, round_, unread)


# --- In words --------------------------------------------------------------------------------------------


def _page(name: str, project: Project, *args: int) -> str:
    return reverse(f"surveys:{name}", args=[project.slug, *args])


def _days_left(round_: Round) -> int:
    return (timezone.localdate(round_.closes_at) - timezone.localdate()).days


def _left(round_: Round) -> str:
    days = _days_left(round_)
    if days < 1:
        return _("closes today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _closes(round_: Round) -> str:
    moment = date_format(timezone.localtime(round_.closes_at), "SHORT_DATETIME_FORMAT")
    return _("%(title)s closes on %(moment)s") % {"title": round_.title, "moment": moment}


def _key_lost(project: Project, round_: Round) -> Todo:
    return Todo(
        urgency=-30,
        title=_("The key of an open round does not work"),
        detail=round_.title,
        icon="key",
        url=_page("round", project, round_.pk),
        action=_("See what to do"),
        is_late=True,
    )


def _draft(project: Project, round_: Round) -> Todo:
    return Todo(
        urgency=max(0, _days_left(round_)),
        title=_("A round waits to be opened"),
        detail=_closes(round_),
        icon="chart",
        url=_page("round", project, round_.pk),
        action=_("Finish the draft"),
    )


def _not_invited(project: Project, round_: Round, count: int) -> Todo:
    title = ngettext(
        "Nobody has been invited in %(count)d group", "Nobody has been invited in %(count)d groups", count
    )
    return Todo(
        urgency=max(0, _days_left(round_) - 7),
        title=title % {"count": count},
        detail=_closes(round_),
        icon="mail",
        url=_page("invitations", project, round_.pk),
        action=_("Invite people"),
        when=_left(round_),
    )


def _low_rate(project: Project, round_: Round, count: int) -> Todo:
    title = ngettext(
        "The response rate is under 50 %% in %(count)d organisation",
        "The response rate is under 50 %% in %(count)d organisations",
        count,
    )
    return Todo(
        urgency=_days_left(round_),
        title=title % {"count": count},
        detail=_closes(round_),
        icon="chart",
        url=_page("invitations", project, round_.pk),
        action=_("Send a reminder"),
        when=_left(round_),
    )


def _closing(project: Project, round_: Round) -> Todo:
    return Todo(
        urgency=_days_left(round_),
        title=_("A round closes soon"),
        detail=_closes(round_),
        icon="clock",
        url=_page("round", project, round_.pk),
        action=_("Look at the round"),
        when=_left(round_),
    )


def _unconfirmed(inquiry: HeadcountInquiry) -> Todo:
    """The link is the letter's."""
    token = links.inquiry_token(inquiry.round_id, inquiry.organisation_id)
    return Todo(
        urgency=max(0, _days_left(inquiry.round) - 14),
        title=_("Confirm the numbers of people"),
        detail=f"{inquiry.organisation}: {inquiry.round.title}",
        icon="users",
        url=reverse("surveys:headcounts", args=[token]),
        action=_("Check and confirm"),
    )


def _ordered(project: Project, first: Sequence[SurveyOrder], waiting: QuerySet[SurveyOrder]) -> Todo:
    oldest, count = first[0], waiting.count()
    days = (timezone.now() - (oldest.confirmed_at or oldest.created_at)).days
    title = ngettext(
        "%(count)d order of a survey waits for an answer",
        "%(count)d orders of surveys wait for an answer",
        count,
    )
    is_one = count == 1
    several = _page("orders", project) + f"?state={SurveyOrder.State.CONFIRMED}"
    return Todo(
        urgency=_PATIENCE - days,
        title=title % {"count": count},
        detail=", ".join(order.organisation_name for order in first),
        icon="chart",
        url=_page("order_page", project, oldest.pk) if is_one else several,
        action=_("Look at the order") if is_one else _("Look at the orders"),
        when=ngettext("%(count)s day waited", "%(count)s days waited", days) % {"count": days},
        is_late=days >= _PATIENCE,
    )


def _reply(project: Project, group: Group) -> Todo:
    return Todo(
        urgency=_TIME_TO_REPLY,
        title=_("Tell those who answered what you do about it"),
        detail=f"{group}: {group.round.title}",
        icon="comment",
        url=_page("reply", project, group.round_id, group.pk),
        action=_("Write the reply"),
    )


def _moderate(project: Project, round_: Round, unread: Callable[[], Mapping[int, int]]) -> Todo:
    waiting = unread().get(round_.pk, 0)
    words = ngettext(
        "%(count)d open answer waits to be read", "%(count)d open answers wait to be read", waiting
    )
    released = _("Open answers have been read and wait to be released")
    closed = (timezone.now() - (round_.closed_at or round_.closes_at)).days
    return Todo(
        urgency=max(0, _TIME_TO_READ - closed),
        title=words % {"count": waiting} if waiting else released,
        detail=round_.title,
        icon="comment",
        url=_page("texts", project, round_.pk),
        action=_("Read the open answers") if waiting else _("Release the open answers"),
    )
