"""What the register offers to the desk, the front page and the header (see apps.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register import access, employer_offers
from projects.register.models import Organisation, Partnership, Project, Role, Unit
from yhes.common.registry import (
    CalendarEntry,
    HomeSection,
    Kind,
    NavItem,
    OverviewBlock,
    PortfolioFact,
    Provider,
    RailItem,
    Todo,
)

PATIENCE_DAYS = 7  # after that a partner's silence becomes something to do
ON_HOME_PAGE = 3
IN_OVERVIEW = 5


def nav() -> Iterator[NavItem]:
    yield NavItem(20, _("Projects"), reverse("register:project_list"))


def home() -> Iterator[HomeSection]:
    projects = list(Project.objects.published().for_listing()[:ON_HOME_PAGE])
    if projects:
        yield HomeSection("projects", "register/home_projects.html", {"projects": projects})


def project_page(project: Project) -> Iterator[NavItem]:
    yield NavItem(5, _("Timeline"), reverse("register:project_timeline", args=[project.slug]))


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    yield from employer_offers.rail(user, project)
    if access.is_coordinator(user, project):
        waiting = _waiting(project).count()
        partners = reverse("register:partner_list", args=[project.slug])
        yield RailItem(20, _("Partners"), "users", partners, badge=waiting)
        yield RailItem(100, _("Settings"), "settings", reverse("register:settings", args=[project.slug]))
    elif Partnership.objects.filter(access.partnerships_in_desk(user, project)).exists():
        partners = reverse("register:partner_list", args=[project.slug])
        yield RailItem(20, _("Own organisation"), "users", partners)


def create(user: Any, project: Project) -> Iterator[NavItem]:
    if access.is_coordinator(user, project):
        yield NavItem(20, _("Partner"), reverse("register:partner_add", args=[project.slug]))
        yield NavItem(100, _("Invitation"), reverse("register:member_invite", args=[project.slug]))


def todo(user: Any, project: Project) -> Iterator[Todo]:
    if access.is_coordinator(user, project):
        yield from _partners_to_remind(project)
    yield from _headcounts_missing(user, project)
    yield from employer_offers.todo(user, project)


def overview(user: Any, project: Project) -> Iterator[OverviewBlock]:
    """Partners that have not answered, the longest silence first."""
    if not access.is_coordinator(user, project):
        return
    now = timezone.now()
    waiting = [
        {"partnership": partnership, "days": (now - partnership.changed_at).days}
        for partnership in _waiting(project).order_by("changed_at", "pk")[:IN_OVERVIEW]
    ]
    if waiting:
        context = {"project": project, "waiting": waiting}
        yield OverviewBlock(20, "aside", "register/overview_waiting.html", context)


def calendar(
    user: Any, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    """When projects begin and end, and the person's own next steps with employers."""
    days = (timezone.localdate(first), timezone.localdate(last - timedelta(microseconds=1)))
    for project in projects:
        for day, words, key in (
            (project.starts_on, _("%(project)s begins"), "begins"),
            (project.ends_on, _("%(project)s ends"), "ends"),
        ):
            if day and days[0] <= day <= days[1]:
                yield _milestone(project, day, words % {"project": project}, key)
    yield from employer_offers.calendar(user, projects, *days)


def portfolio(user: Any, projects: Sequence[Project]) -> dict[int, list[PortfolioFact]]:
    """Partners that have not answered yet and employers without an owner, where the person coordinates."""
    mine = {project.pk: project for project in projects if access.is_coordinator(user, project)}
    invited = Partnership.objects.filter(project__in=mine, state=Partnership.State.INVITED)
    counts = invited.order_by().values_list("project").annotate(count=Count("pk"))
    facts = {pk: [_silent(mine[pk], count)] for pk, count in counts}
    for pk, fact in employer_offers.portfolio(mine):
        facts.setdefault(pk, []).append(fact)
    return facts


def _silent(project: Project, count: int) -> PortfolioFact:
    text = ngettext("%(count)s awaits an answer", "%(count)s await an answer", count) % {"count": count}
    url = f"{reverse('register:partner_list', args=[project.slug])}?state=invited"
    return PortfolioFact("waiting", text, url, count)


def _milestone(project: Project, day: date, title: str, key: str) -> CalendarEntry:
    return CalendarEntry(
        timezone.make_aware(datetime.combine(day, time.min)),
        title,
        reverse("desk:project", args=[project.slug]),
        kind="deadline",
        project=project.pk,
        what=_("Project"),
        key=f"project-{project.pk}-{key}",
    )


def _waiting(project: Project) -> Any:
    invited = project.partnerships.filter(state=Partnership.State.INVITED)
    return invited.select_related("organisation__provider")


def _partners_to_remind(project: Project) -> Iterator[Todo]:
    """One thing for all that have been silent for a week."""
    long_ago = timezone.now() - timedelta(days=PATIENCE_DAYS)
    silent = list(_waiting(project).filter(changed_at__lt=long_ago).order_by("changed_at"))
    if not silent:
        return
    days = (timezone.now() - silent[0].changed_at).days
    title = ngettext(
        "%(count)s partner has not answered the invitation",
        "%(count)s partners have not answered the invitation",
        len(silent),
    )
    oldest = _("The longest wait: %(organisation)s, since %(day)s")
    day = date_format(timezone.localdate(silent[0].changed_at), "SHORT_DATE_FORMAT")
    waited = ngettext("%(count)s day waited", "%(count)s days waited", days)
    yield Todo(
        urgency=max(0, 2 * PATIENCE_DAYS - days),
        title=title % {"count": len(silent)},
        detail=oldest % {"organisation": silent[0].organisation, "day": day},
        icon="users",
        url=f"{reverse('register:partner_list', args=[project.slug])}?state=invited",
        action=_("Send a reminder"),
        when=waited % {"count": days},
    )


def _headcounts_missing(user: Any, project: Project) -> Iterator[Todo]:
    """A contact's own organisation whose units lack a headcount: surveys cannot be opened for them."""
    own = Organisation.objects.filter(
        partnerships__project=project,
        pk__in=access.organisations_of(user, project, Role.CONTACT),
        units__headcount__isnull=True,
    )
    has_units = Exists(Unit.objects.filter(organisation=OuterRef("pk")))
    for organisation in own.annotate(has_units=has_units).distinct():
        # A first unit when there is none yet, otherwise all headcounts at once.
        name = "register:headcounts" if organisation.has_units else "register:unit_add"
        yield Todo(
            urgency=30,
            title=_("Write down how many people work in each unit"),
            detail=str(organisation),
            icon="users",
            url=reverse(name, args=[project.slug, organisation.slug]),
            action=_("Fill in the headcounts"),
        )


PROVIDERS: dict[Kind, Provider] = {
    "nav": nav,
    "home": home,
    "project_page": project_page,
    "rail": rail,
    "create": create,
    "todo": todo,
    "calendar": calendar,
    "portfolio": portfolio,
    "overview": overview,
}
