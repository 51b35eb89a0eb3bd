"""What employer partnerships offer to the desk: the room, what is to be done, the days of next steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.register import access
from projects.register.employers import resting, seen_by, visible_to
from projects.register.models import EmployerPartnership, Organisation, Project, Role
from yhes.common.registry import CalendarEntry, PortfolioFact, RailItem, Todo

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOON: Final = timedelta(days=7)


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    """For coordinators once there is a partnership, for a school's own people always."""
    own = access.has_role(user, project, Role.CONTACT, Role.MANAGEMENT)
    if own or access.is_coordinator(user, project):
        url = reverse("register:employer_list", args=[project.slug])
        yield RailItem(25, _("Employers"), "link", url)


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """The person's own next steps; what rests on too few, to the school's contact and the coordinator."""
    today = timezone.localdate()
    yield from _next_steps(user, project, today)
    yield from _to_be_kept(user, project, today)


def _next_steps(user: Any, project: Project, today: date) -> Iterator[Todo]:
    """One thing for all next steps of the person, as owner or deputy, that are due within a week or late."""
    mine = EmployerPartnership.objects.filter(Q(owner_id=user.pk) | Q(deputy_id=user.pk), project=project)
    due = mine.going_on().filter(visible_to(user, project), next_step_on__lte=today + SOON)
    found = list(due.select_related("workplace").order_by("next_step_on", "pk"))
    if not found:
        return
    first, count = found[0], len(found)
    days = (first.next_step_on - today).days if first.next_step_on else 0
    title = ngettext("%(count)s next step with an employer", "%(count)s next steps with employers", count)
    yield Todo(
        urgency=days,
        title=title % {"count": count},
        detail=f"{first.workplace}: {first.next_step}",
        icon="link",
        url=f"{reverse('register:employer_list', args=[project.slug])}?sort=next",
        action=_("See the next steps"),
        is_late=days < 0,
        is_confidential=True,
    )


def _to_be_kept(user: Any, project: Project, today: date) -> Iterator[Todo]:
    """One thing of each kind. Coordinators find an owner for what has lost it; the rest is the contacts'."""
    everywhere = EmployerPartnership.objects.filter(project=project)
    is_coordinator = access.is_coordinator(user, project)
    if is_coordinator:
        yield from _kept(project, "ownerless", resting(everywhere, today)["ownerless"])
    if own := access.organisations_of(user, project, Role.CONTACT):
        counts = resting(everywhere.filter(school__in=own), today)
        narrowed = _of_school(own) if is_coordinator else ""
        for flag in ("alone", "quiet"):
            yield from _kept(project, flag, counts[flag], narrowed)


def _of_school(own: Iterable[int]) -> str:
    """Narrows the list of somebody who sees all schools to the own one."""
    slugs = list(Organisation.objects.filter(pk__in=own).values_list("slug", flat=True))
    return f"&school={slugs[0]}" if len(slugs) == 1 else ""


def _kept(project: Project, flag: str, count: int, narrowed: str = "") -> Iterator[Todo]:
    if count:
        urgency, title, detail = _KEPT[flag]
        yield Todo(
            urgency=urgency,
            title=title(count) % {"count": count},
            detail=str(detail),
            icon="link",
            url=f"{_flagged(project, flag)}{narrowed}",
            action=_("See the employers"),
        )


def _ownerless(count: int) -> str:
    return ngettext(
        "%(count)s partnership with an employer is without an owner",
        "%(count)s partnerships with employers are without an owner",
        count,
    )


def _alone(count: int) -> str:
    return ngettext(
        "%(count)s partnership with an employer is without a deputy",
        "%(count)s partnerships with employers are without a deputy",
        count,
    )


def _quiet(count: int) -> str:
    return ngettext(
        "%(count)s partnership with an employer has been quiet for six months",
        "%(count)s partnerships with employers have been quiet for six months",
        count,
    )


# Flag of the list → urgency, title for so many, detail.
_KEPT: Final[Mapping[str, tuple[int, Callable[[int], str], StrOrPromise]]] = {
    "ownerless": (
        14,
        _ownerless,
        gettext_lazy("Nobody was named, or whoever looked after it has no role for the school any more."),
    ),
    "alone": (
        21,
        _alone,
        gettext_lazy("Name a deputy, so that the cooperation does not rest on one person."),
    ),
    "quiet": (
        21,
        _quiet,
        gettext_lazy("Get in touch and write down the day, or mark the cooperation as paused or ended."),
    ),
}


def _flagged(project: Project, flag: str) -> str:
    return f"{reverse('register:employer_list', args=[project.slug])}?flag={flag}"


def portfolio(projects: Mapping[int, Project]) -> Iterator[tuple[int, PortfolioFact]]:
    """Primary key of a project → partnerships that have no owner; of projects that the person coordinates."""
    rows = EmployerPartnership.objects.filter(project__in=projects).with_people().ownerless()
    counts = rows.order_by().values_list("project").annotate(count=Count("pk"))
    for pk, count in counts:
        text = ngettext("%(count)s employer without an owner", "%(count)s employers without an owner", count)
        yield pk, PortfolioFact("late", text % {"count": count}, _flagged(projects[pk], "ownerless"), count)


def calendar(user: Any, projects: Sequence[Project], first: date, last: date) -> Iterator[CalendarEntry]:
    """Days of the person's own next steps, as owner or deputy, in schools that they still see."""
    mine = EmployerPartnership.objects.filter(Q(owner_id=user.pk) | Q(deputy_id=user.pk))
    steps = mine.going_on().filter(seen_by(user), project__in=projects, next_step_on__range=(first, last))
    for row in steps.select_related("workplace", "project").order_by("next_step_on", "pk"):
        day = row.next_step_on or first
        yield CalendarEntry(
            timezone.make_aware(datetime.combine(day, time.min)),
            f"{row.workplace}: {row.next_step}",
            f"{reverse('register:employer_list', args=[row.project.slug])}?sort=next",
            kind="deadline",
            project=row.project_id,
            what=_("Next step with an employer"),
            key=f"employer-{row.pk}",
            is_confidential=True,
        )
