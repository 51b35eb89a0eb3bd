"""Rows of the register's lists, on pages and in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.register import history
from projects.register.activity import BADGES as ACTIVITY_BADGES
from projects.register.activity import Activity, waiting_words
from projects.register.models import Organisation, Partnership, Project, Unit
from yhes.common.export import Cell

STATE_BADGES: dict[str, str] = {
    Partnership.State.DRAFT: "draft",
    Partnership.State.INVITED: "waiting",
    Partnership.State.JOINED: "done",
    Partnership.State.DECLINED: "late",
    Project.State.APPLICATION: "planned",
    Project.State.GRANTED: "planned",
    Project.State.REJECTED: "late",
    Project.State.WITHDRAWN: "note",
    Project.State.RUNNING: "now",
    Project.State.INTERRUPTED: "waiting",
    Project.State.REPORTING: "trying",
    Project.State.CLOSED: "note",
}


AGREEMENT_BADGES: dict[str, str] = {
    Partnership.Agreement.NONE: "draft",
    Partnership.Agreement.SENT: "waiting",
    Partnership.Agreement.SIGNED: "done",
}


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """`latest`: what was done to its part in the project last, on `partnership.changed_at`.

    activity: None where it is not asked for, of drafts and of those that are not joining.
    """

    partnership: Partnership
    other_name: str
    badge: str
    latest: str
    agreement_badge: str
    activity: Activity | None
    activity_badge: str


def partner_rows(partnerships: Iterable[Any], project: Project) -> list[PartnerRow]:
    """Of activity.with_activity; one query more for what was done last, however many rows."""
    shown = list(partnerships)
    latest = history.latest_of_partners([p.organisation_id for p in shown], project)
    return [
        PartnerRow(
            partnership,
            other_name(partnership.organisation),
            STATE_BADGES[partnership.state],
            history.latest_text(latest[partnership.organisation_id])
            if partnership.organisation_id in latest
            else "",
            AGREEMENT_BADGES[partnership.agreement],
            Activity(partnership.activity) if partnership.activity else None,
            ACTIVITY_BADGES.get(partnership.activity, ""),
        )
        for partnership in shown
    ]


def other_name(organisation: Organisation) -> str:
    """What stands under the name: a school's provider, else the name in the other language."""
    if organisation.provider is not None:
        return str(organisation.provider)
    codes = ("fi",) if get_language() == "sv" else ("sv",)
    names = [getattr(organisation, f"name_{code}") for code in codes]
    return next((name for name in names if name and name != organisation.name), "")


@dataclass(frozen=True, slots=True)
class Heir:
    """Who carries on after an organisation that ended; `is_public`: has a public page to lead to."""

    organisation: Organisation
    is_public: bool


def heirs(organisation: Organisation) -> list[Heir]:
    """In the order in which they were named; nothing is asked while the organisation exists."""
    if organisation.ended_on is None:
        return []
    rows = Organisation.objects.filter(predecessions__ended=organisation).select_related("provider")
    found = list(rows.order_by("predecessions__pk"))
    public = set(
        Organisation.objects.published()
        .filter(pk__in=[each.pk for each in found])
        .values_list("pk", flat=True)
    )
    return [Heir(each, each.pk in public) for each in found]


def period(project: Project) -> str:
    """The project's time as far as it is known; what is not stated is left out."""
    start = date_format(project.starts_on, "SHORT_DATE_FORMAT") if project.starts_on else ""
    end = date_format(project.ends_on, "SHORT_DATE_FORMAT") if project.ends_on else ""
    if start and end:
        return f"{start}–{end}"
    if start:
        began = _("Began %(day)s") % {"day": start}
        return f"{began}, {project.stated_duration}" if project.stated_duration else began
    if end:
        return _("Until %(day)s") % {"day": end}
    return project.stated_duration


def project_line(project: Project) -> str:
    """The tagline and the period as one line under the name."""
    return ". ".join(part for part in (project.tagline, period(project)) if part)


def with_headcounts(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Adds `headcount`: the staff of all units, None when no unit says."""
    units = Unit.objects.filter(organisation=OuterRef("organisation")).order_by().values("organisation")
    return partnerships.annotate(headcount=Subquery(units.annotate(sum=Sum("headcount")).values("sum")))


def partner_head() -> list[str]:
    return [
        _("Organisation"), _("Name in Finnish"), _("Name in Swedish"), _("Name in English"),
        _("Business ID"), _("Provider"), _("Kind"), _("Legal form"), _("Region"), _("Role"), _("State"),
        _("Staff"), _("Changed"), _("Agreement"), _("Sent or signed on"), _("Activity"), _("What waits"),
        _("Details confirmed"),
    ]  # fmt: skip


def partner_cells(partnerships: QuerySet[Partnership]) -> Iterator[list[Cell]]:
    """Of activity.with_activity. When anybody signed in is not told, only whether it was lately."""
    counted: Iterable[Any] = with_headcounts(partnerships)
    for partnership in counted:
        organisation = partnership.organisation
        names = [getattr(organisation, f"name_{code}") for code in ("fi", "sv", "en")]
        yield [
            str(organisation), *names, organisation.legal_body.business_id,
            str(organisation.provider or ""), organisation.get_kind_display(),
            organisation.get_legal_form_display(), str(organisation.region or ""),
            partnership.get_role_display(), partnership.get_state_display(),
            partnership.headcount, partnership.changed_at, partnership.get_agreement_display(),
            partnership.agreement_on,
            str(Activity(partnership.activity).label) if partnership.activity else "",
            ", ".join(waiting_words(partnership)), partnership.confirmed_at,
        ]  # fmt: skip


def organisation_head() -> list[str]:
    return [
        _("Organisation"), _("Name in Finnish"), _("Name in Swedish"), _("Name in English"),
        _("Business ID"), _("Provider"), _("Kind"), _("Region"), _("Projects"), _("Fictional example"),
        _("Permanent address"),
    ]  # fmt: skip


def organisation_cells(organisations: Iterable[Any]) -> Iterator[list[Cell]]:
    """Of public organisations, each with the number of its `projects`."""
    for organisation in organisations:
        names = [getattr(organisation, f"name_{code}") for code in ("fi", "sv", "en")]
        yield [
            str(organisation), *names, organisation.legal_body.business_id, str(organisation.provider or ""),
            organisation.get_kind_display(), str(organisation.region or ""), organisation.projects,
            _("yes") if organisation.is_fictional else _("no"),
            f"{settings.SITE_URL}/id/organisation/{organisation.pk}",
        ]  # fmt: skip


def with_coordinators(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Adds `coordinators`: the joined coordinator of each project as a list of at most one.

    A fictional one stays out: it says nothing about the real project.
    """
    joined = Partnership.objects.filter(role=Partnership.Role.COORDINATOR, state=Partnership.State.JOINED)
    real = joined.filter(organisation__is_fictional=False).for_listing()
    return projects.prefetch_related(Prefetch("partnerships", queryset=real, to_attr="coordinators"))


def project_head() -> list[str]:
    return [
        _("Project"), _("State"), _("Programme"), _("Funder"), _("Coordinator"), _("Starts"), _("Ends"),
        _("Stated duration"), _("Partners as stated"), _("Acronym"), _("Call for applications"),
        _("Decision number"), _("Granted sum, €"), _("Own share, €"), _("Other funding, €"), _("Total, €"),
        _("Themes"), _("Permanent address"),
    ]  # fmt: skip


def project_cells(projects: QuerySet[Project], site_url: str) -> Iterator[list[Cell]]:
    for project in with_coordinators(projects):
        coordinators = project.coordinators  # type: ignore[attr-defined]
        yield [
            project.name, project.get_state_display(), str(project.programme or ""),
            str(project.funder or ""), str(coordinators[0].organisation) if coordinators else "",
            project.starts_on, project.ends_on, project.stated_duration, project.stated_partners,
            project.acronym, project.call, project.decision_number, _euros(project.granted),
            _euros(project.own_share), _euros(project.other_funding), _euros(project.total), project.themes,
            f"{site_url}/id/project/{project.pk}",
        ]  # fmt: skip


def _euros(value: Decimal | None) -> float | None:
    """A number that a spreadsheet can add up."""
    return None if value is None else float(value)
