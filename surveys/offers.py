"""What surveys offer to the desk through the registry: a room, things to do and blocks of its first page."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register.models import Project
from surveys import access, links
from surveys.models import (
    FreeText,
    Group,
    HeadcountInquiry,
    Invitation,
    OrderPage,
    ResponseRate,
    Round,
    SharedLink,
    SurveyOrder,
    TextRelease,
)
from surveys.presenting.leading import newest_results
from surveys.presenting.replies import unanswered_groups
from surveys.tiles import tiles_of
from yhes.accounts.models import User
from yhes.common.registry import NavItem, OverviewBlock, RailItem, Todo

_SOON = 14  # days before closing in which a low rate is worth an evening's work
_AT_THE_DOOR = 3  # days before closing in which a coordinator may want to give more time
_LOW = 5  # tens of per cent
_PATIENCE = 7  # days after which an order without an answer is late
_TIME_TO_REPLY = 21  # days: sooner things come before it
_TIME_TO_READ = 14  # days after closing in which open answers should have been read


def project_page(project: Project) -> Iterator[NavItem]:
    """Where an organisation orders a survey, while orders are taken."""
    if OrderPage.objects.filter(project=project, is_open=True).exists():
        yield NavItem(70, _("Order a survey"), reverse("surveys:order", args=[project.slug]))


def rail(user: User, project: Project) -> Iterator[RailItem]:
    """The room is there for those who field rounds, and for organisations that take part."""
    if access.may_enter(user, project):
        waiting = len(list(todo(user, project)))
        yield RailItem(50, _("Surveys"), "chart", reverse("surveys:rounds", args=[project.slug]), waiting)


def todo(user: User, project: Project) -> Iterator[Todo]:
    """Keys that fail, orders to answer, drafts to finish, groups to invite, low rates, texts to read."""
    is_coordinator = access.can_manage(user, project)
    yield from _unconfirmed_headcounts(user, project)
    for round_ in _rounds(user, project).filter(state__in=_UNDER_WAY):
        if is_coordinator and round_.is_key_lost:
            yield _key_lost(round_)
        elif round_.state == Round.State.DRAFT:
            yield _draft(round_)
        elif round_.is_accepting:
            yield from _not_invited(user, round_)
            yield from _low_rate(user, round_)
            if is_coordinator and _days_left(round_) <= _AT_THE_DOOR:
                yield _closing(round_)
    yield from _not_replied(user, project)
    if is_coordinator:
        yield from _orders(project)
        yield from _open_answers(user, project)


def overview(user: User, project: Project) -> Iterator[OverviewBlock]:
    """The newest results of who leads an organisation; the response rates of the round that closes next."""
    yield from newest_results(user, project)
    open_rounds = _rounds(user, project).filter(state=Round.State.OPEN, closes_at__gt=timezone.now())
    round_ = open_rounds.order_by("closes_at").first()
    if round_:
        context = {"round": round_, "tiles": tiles_of(user, round_), "url": _page(round_)}
        yield OverviewBlock(20, "main", "surveys/rounds/overview.html", context)


def create(user: User, project: Project) -> Iterator[NavItem]:
    """What "Create new" offers to coordinators."""
    if access.can_manage(user, project):
        yield NavItem(30, _("Survey round"), reverse("surveys:round_create", args=[project.slug]))


_UNDER_WAY = (Round.State.DRAFT, Round.State.OPENING, Round.State.OPEN, Round.State.CLOSING)


def _rounds(user: User, project: Project) -> QuerySet[Round]:
    return Round.objects.filter(access.visible_to(user), project=project, is_imported=False).select_related(
        "project"
    )


def _page(round_: Round) -> str:
    return reverse("surveys:round", args=[round_.project.slug, round_.pk])


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


def _key_lost(round_: Round) -> Todo:
    return Todo(
        urgency=-30,
        title=_("The key of an open round does not work"),
        detail=round_.title,
        icon="key",
        url=_page(round_),
        action=_("See what to do"),
        is_late=True,
    )


def _draft(round_: Round) -> Todo:
    return Todo(
        urgency=max(0, _days_left(round_)),
        title=_("A round waits to be opened"),
        detail=_closes(round_),
        icon="chart",
        url=_page(round_),
        action=_("Finish the draft"),
    )


def _orders(project: Project) -> Iterator[Todo]:
    """One thing for all orders that wait for an answer."""
    waiting = list(SurveyOrder.objects.filter(project=project).waiting().order_by("confirmed_at", "pk"))
    if not waiting:
        return
    first = waiting[0]
    days = (timezone.now() - (first.confirmed_at or first.created_at)).days
    title = ngettext(
        "%(count)d order of a survey waits for an answer",
        "%(count)d orders of surveys wait for an answer",
        len(waiting),
    )
    is_one = len(waiting) == 1
    one = reverse("surveys:order_page", args=[project.slug, first.pk])
    several = reverse("surveys:orders", args=[project.slug]) + f"?state={SurveyOrder.State.CONFIRMED}"
    yield Todo(
        urgency=_PATIENCE - days,
        title=title % {"count": len(waiting)},
        detail=", ".join(order.organisation_name for order in waiting[:3]),
        icon="chart",
        url=one if is_one else several,
        action=_("Look at the order") if is_one else _("Look at the orders"),
        when=ngettext("%(count)s day waited", "%(count)s days waited", days) % {"count": days},
        is_late=days >= _PATIENCE,
    )


def _closing(round_: Round) -> Todo:
    return Todo(
        urgency=_days_left(round_),
        title=_("A round closes soon"),
        detail=_closes(round_),
        icon="clock",
        url=_page(round_),
        action=_("Look at the round"),
        when=_left(round_),
    )


def _unconfirmed_headcounts(user: User, project: Project) -> Iterator[Todo]:
    """A contact's own organisation has been asked and has not confirmed; the link is the letter's."""
    waiting = HeadcountInquiry.objects.filter(
        access.inquiries_answered_by(user, project), confirmed_at__isnull=True
    )
    for inquiry in waiting.select_related("round", "organisation"):
        token = links.inquiry_token(inquiry.round_id, inquiry.organisation_id)
        yield Todo(
            urgency=max(0, _days_left(inquiry.round) - 14),
            title=_("Confirm the numbers of people"),
            detail=f"{inquiry.organisation}: {inquiry.round.title}",
            icon="users",
            url=reverse("surveys:headcounts", args=[token]),
            action=_("Check and confirm"),
        )


def _not_invited(user: User, round_: Round) -> Iterator[Todo]:
    """Leaves into which the person should invite and nobody has been invited yet."""
    leaves = Group.objects.filter(access.groups_invited_by(user, round_), headcount__isnull=False)
    empty = leaves.exclude(pk__in=Invitation.objects.filter(round=round_).values("group"))
    count = empty.exclude(pk__in=SharedLink.objects.filter(group__round=round_).values("group")).count()
    if count:
        yield Todo(
            urgency=max(0, _days_left(round_) - 7),
            title=ngettext(
                "Nobody has been invited in %(count)d group",
                "Nobody has been invited in %(count)d groups",
                count,
            )
            % {"count": count},
            detail=_closes(round_),
            icon="mail",
            url=reverse("surveys:invitations", args=[round_.project.slug, round_.pk]),
            action=_("Invite people"),
            when=_left(round_),
        )


def _low_rate(user: User, round_: Round) -> Iterator[Todo]:
    if _days_left(round_) > _SOON:
        return
    mine = Group.objects.filter(access.groups_invited_by(user, round_), level=Group.Level.ORGANISATION)
    low = ResponseRate.objects.filter(Q(group__in=mine), tens__lt=_LOW).count()
    if low:
        yield Todo(
            urgency=_days_left(round_),
            title=ngettext(
                "The response rate is under 50 %% in %(count)d organisation",
                "The response rate is under 50 %% in %(count)d organisations",
                low,
            )
            % {"count": low},
            detail=_closes(round_),
            icon="chart",
            url=reverse("surveys:invitations", args=[round_.project.slug, round_.pk]),
            action=_("Send a reminder"),
            when=_left(round_),
        )


def _not_replied(user: User, project: Project) -> Iterator[Todo]:
    """Organisations whose newest results nobody has replied to, for their contacts."""
    for group in unanswered_groups(user, project):
        yield Todo(
            urgency=_TIME_TO_REPLY,
            title=_("Tell those who answered what you do about it"),
            detail=f"{group}: {group.round.title}",
            icon="comment",
            url=reverse("surveys:reply", args=[project.slug, group.round_id, group.pk]),
            action=_("Write the reply"),
        )


def _open_answers(user: User, project: Project) -> Iterator[Todo]:
    """Rounds whose open answers wait for a moderator, or for their release."""
    unread = FreeText.objects.readable().values("round")
    for round_ in _rounds(user, project).filter(pk__in=unread):
        texts = access.texts_to_moderate(user, round_)
        if TextRelease.objects.filter(round=round_, withdrawn_at__isnull=True).exists():
            continue
        waiting = texts.waiting().count()
        closed = (timezone.now() - (round_.closed_at or round_.closes_at)).days
        yield Todo(
            urgency=max(0, _TIME_TO_READ - closed),
            title=ngettext(
                "%(count)d open answer waits to be read",
                "%(count)d open answers wait to be read",
                waiting,
            )
            % {"count": waiting}
            if waiting
            else _("Open answers have been read and wait to be released"),
            detail=round_.title,
            icon="comment",
            url=reverse("surveys:texts", args=[round_.project.slug, round_.pk]),
            action=_("Read the open answers") if waiting else _("Release the open answers"),
        )
