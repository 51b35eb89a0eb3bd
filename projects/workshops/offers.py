"""What workshops offer to the desk, the front page and the header (see apps.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register.models import Project
from projects.workshops import access, listing, wording
from projects.workshops.models import Outcome, Registration, Workshop
from projects.workshops.models.workshops import WorkshopQuerySet
from yhes.common.registry import (
    CalendarEntry,
    HomeSection,
    Kind,
    NavItem,
    Origin,
    PortfolioFact,
    Provider,
    RailItem,
    Todo,
)
from yhes.common.timeline import TimelineEvent
from yhes.common.words import of_field

ON_HOME_PAGE = 3
LONG_QUEUE = 5  # so many waiting are worth more seats, or another event
DRAFT_DAYS = 21  # before its day a draft should be published
STATES = Workshop.State
OUTCOME = "workshops.outcome"  # "workshops.outcome:5" is the key from which an action can start
_LONGEST_KEY = 18  # digits that every database takes


def nav() -> Iterator[NavItem]:
    yield NavItem(30, _("Events"), reverse("workshops:event_list"))


def home() -> Iterator[HomeSection]:
    """The next events; nothing while none is coming."""
    now = timezone.now()
    coming = Workshop.objects.published().exclude(state=STATES.CANCELLED).upcoming(now)
    rows = [listing.home_row(workshop) for workshop in coming[:ON_HOME_PAGE]]
    if rows:
        yield HomeSection("events", "workshops/_home.html", {"rows": rows})


def project_page(project: Project) -> Iterator[NavItem]:
    if Workshop.objects.published().filter(project=project).exists():
        url = f"{reverse('workshops:event_list')}?{urlencode({'project': project.slug})}"
        yield NavItem(30, _("Events"), url)


def timeline(project: Project) -> Iterator[TimelineEvent]:
    """What anyone may read and was not cancelled, on its days."""
    events = Workshop.objects.published().exclude(state=STATES.CANCELLED).filter(project=project)
    for workshop in events.order_by("starts_at", "pk"):
        yield TimelineEvent(
            on=timezone.localdate(workshop.starts_at),
            until=timezone.localdate(workshop.ends_at),
            what=capfirst(workshop.get_kind_display()),
            title=workshop.title,
            url=reverse("workshops:event", args=[workshop.slug]),
            is_example=workshop.is_example,
        )


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    url = reverse("workshops:workshop_list", args=[project.slug])
    waiting = _waiting(user, project, timezone.now()).count()
    yield RailItem(40, _("Workshops"), "workshop", url, badge=waiting)


def create(user: Any, project: Project) -> Iterator[NavItem]:
    if access.can_create(user, project):
        yield NavItem(40, _("Workshop"), reverse("workshops:workshop_add", args=[project.slug]))


def todo(user: Any, project: Project) -> Iterator[Todo]:
    now = timezone.now()
    for workshop in _waiting(user, project, now).select_related("project").order_by("starts_at", "pk"):
        yield _matter(workshop, now)


def _waiting(user: Any, project: Project, now: datetime) -> WorkshopQuerySet:
    """Workshops that need something of who runs them; `queue`: how many wait for a seat."""
    if not access.can_create(user, project):
        return Workshop.objects.none()
    drafts = Q(state=STATES.DRAFT, starts_at__lte=now + timedelta(days=DRAFT_DAYS))
    written = Outcome.objects.filter(workshop=OuterRef("pk"))
    without_outcomes = Q(~Exists(written), state=STATES.HELD, counts_are_complete=False)
    over = Q(state=STATES.PUBLISHED, ends_at__lte=now)
    sought = Q(state=STATES.PUBLISHED, queue__gte=LONG_QUEUE)
    queues = Registration.objects.filter(workshop=OuterRef("pk"), state=Registration.State.WAITING)
    counts = queues.order_by().values("workshop").annotate(count=Count("pk")).values("count")
    workshops = Workshop.objects.filter(project=project).annotate(queue=Subquery(counts))
    return workshops.filter(drafts | without_outcomes | over | sought)


def _matter(workshop: Workshop, now: datetime) -> Todo:
    """The one thing this workshop needs next."""
    if workshop.state == STATES.DRAFT:
        return _draft(workshop, now)
    if workshop.state == STATES.HELD:
        return _outcomes_missing(workshop)
    return _not_marked(workshop) if workshop.ends_at <= now else _long_queue(workshop)


def _draft(workshop: Workshop, now: datetime) -> Todo:
    days = (timezone.localdate(workshop.starts_at) - timezone.localdate(now)).days
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return Todo(
        urgency=days,
        title=_("Publish the event: %(title)s") % {"title": workshop.title},
        detail=_("It is still a draft, so nobody can register. %(when)s.") % {"when": wording.when(workshop)},
        icon="workshop",
        url=_address(workshop),
        action=_("Open the draft"),
        when=left if days >= 0 else _("the day has passed"),
        is_late=days < 0,
    )


def _outcomes_missing(workshop: Workshop) -> Todo:
    return Todo(
        urgency=5,
        title=_("Write down the outcomes: %(title)s") % {"title": workshop.title},
        detail=_("Held on %(day)s. Until then the roadmap cannot quote it.") % {"day": wording.day(workshop)},
        icon="workshop",
        url=reverse("workshops:outcome_add", args=[workshop.project.slug, workshop.slug]),
        action=_("Write an outcome"),
    )


def _not_marked(workshop: Workshop) -> Todo:
    return Todo(
        urgency=3,
        title=_("Tell how many took part: %(title)s") % {"title": workshop.title},
        detail=_("It was to be on %(day)s and is not marked as held.") % {"day": wording.day(workshop)},
        icon="workshop",
        url=reverse("workshops:workshop_held", args=[workshop.project.slug, workshop.slug]),
        action=_("Mark as held"),
    )


def _long_queue(workshop: Workshop) -> Todo:
    waiting = workshop.queue  # type: ignore[attr-defined]
    title = ngettext(
        "%(count)s person waits for a seat: %(title)s", "%(count)s people wait for a seat: %(title)s", waiting
    )
    return Todo(
        urgency=7,
        title=title % {"count": waiting, "title": workshop.title},
        detail=_("Add seats, or arrange the event another time too."),
        icon="workshop",
        url=reverse("workshops:workshop_edit", args=[workshop.project.slug, workshop.slug]),
        action=_("Add seats"),
    )


def calendar(
    user: Any, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    """Events that touch the time from `first` to `last`, as far as the person may see them."""
    found = Workshop.objects.filter(access.visible_to(user), project__in=projects)
    going_on = found.exclude(state=STATES.CANCELLED).filter(starts_at__lt=last, ends_at__gt=first)
    for workshop in going_on.select_related("project").order_by("starts_at", "pk"):
        yield CalendarEntry(
            workshop.starts_at,
            workshop.title,
            _address(workshop),
            workshop.ends_at,
            project=workshop.project_id,
            what=capfirst(workshop.get_kind_display()),
            key=f"event-{workshop.pk}",
            is_all_day=not workshop.has_times,
        )


def portfolio(user: Any, projects: Sequence[Project]) -> dict[int, list[PortfolioFact]]:
    """Events that were to be held and are not marked so, in projects that the person coordinates."""
    mine = {project.pk: project for project in projects if access.can_create(user, project)}
    past = Workshop.objects.filter(project__in=mine, state=STATES.PUBLISHED, ends_at__lte=timezone.now())
    found = {}
    for pk, count in past.order_by().values_list("project").annotate(count=Count("pk")):
        words = ngettext(
            "%(count)s event is not marked as held", "%(count)s events are not marked as held", count
        )
        url = reverse("workshops:workshop_list", args=[mine[pk].slug])
        found[pk] = [PortfolioFact("late", words % {"count": count}, url, count)]
    return found


def origin(_user: Any, project: Project, key: str) -> Origin | None:
    """Of an outcome's key. Outcomes of held events may be read by everybody in the project."""
    kind, _colon, number = key.partition(":")
    if kind != OUTCOME or not number.isascii() or not number.isdigit() or len(number) > _LONGEST_KEY:
        return None
    held = Outcome.objects.filter(workshop__project=project, workshop__state=STATES.HELD)
    found = held.select_related("workshop").filter(pk=int(number)).first()
    if found is None:
        return None
    detail = f"{found.workshop.title}, {wording.day(found.workshop)}"
    return Origin(of_field(found, "text"), detail, f"{_address(found.workshop, project)}#outcome-{found.pk}")


def _address(workshop: Workshop, project: Project | None = None) -> str:
    slug = (project or workshop.project).slug
    return reverse("workshops:workshop", args=[slug, workshop.slug])


PROVIDERS: dict[Kind, Provider] = {
    "nav": nav,
    "home": home,
    "project_page": project_page,
    "timeline": timeline,
    "rail": rail,
    "create": create,
    "todo": todo,
    "calendar": calendar,
    "portfolio": portfolio,
    "origin": origin,
}
