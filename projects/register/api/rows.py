"""The rows of open data: which of the register's things are public, and what is told of each."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from ninja import Schema

from projects.register.models import Organisation, Partnership, Programme, Project
from yhes.common.open_data import Words
from yhes.common.words import of_field

_OF_PROJECT: Final = (
    "slug",
    "state",
    "programme_id",
    "funder_id",
    "starts_on",
    "ends_on",
    "decision_number",
    "website",
)
_WORDS_OF_PROJECT: Final = (
    "name",
    "acronym",
    "tagline",
    "summary",
    "stated_duration",
    "stated_partners",
    "target_groups",
    "themes",
    "call",
)
_OF_ORGANISATION: Final = (
    "slug",
    "kind",
    "legal_form",
    "business_id",
    "provider_id",
    "website",
    "is_fictional",
)


class ProgrammeOut(Schema):
    id: int
    slug: str
    name: Words
    description: Words


class ProjectOut(Schema):
    """A project on the public list. What is not known is null or empty, never guessed.

    `stated_…` are words of the source; `funder_id` and `coordinator_ids` are organisations;
    `network_id` and `predecessor_id` projects, `regions` codes of Statistics Finland's maakunta
    classification. `shows_example_data`: the portal's demonstration adds fictional partners or figures.
    """

    id: int
    url: str
    slug: str
    name: Words
    acronym: Words
    tagline: Words
    summary: Words
    state: str
    programme_id: int | None
    funder_id: int | None
    network_id: int | None
    predecessor_id: int | None
    starts_on: date | None
    ends_on: date | None
    stated_duration: Words
    stated_partners: Words
    target_groups: Words
    themes: Words
    call: Words
    decision_number: str
    granted: float | None
    own_share: float | None
    other_funding: float | None
    total_costs: float | None
    website: str
    regions: list[str]
    shows_example_data: bool


class OrganisationOut(Schema):
    """An organisation that takes part in a public project, funds one, or provides a school that does.

    `trade_name` is what it calls itself beside its official name; a school has a provider and no business ID.
    """

    id: int
    url: str
    slug: str
    kind: str
    legal_form: str
    name: Words
    trade_name: Words
    business_id: str
    provider_id: int | None
    region: str | None
    website: str
    is_fictional: bool


class PartnershipOut(Schema):
    """That an organisation has joined a public project, and in which role."""

    id: int
    project_id: int
    organisation_id: int
    role: str
    is_fictional: bool


def programme_out(row: Programme) -> ProgrammeOut:
    return ProgrammeOut(id=row.pk, slug=row.slug, **_words(row, "name", "description"))


def project_out(row: Project) -> ProjectOut:
    return ProjectOut(
        id=row.pk,
        url=project_url(row),
        network_id=row.network_id if row.network and row.network.is_public else None,
        predecessor_id=row.predecessor_id if row.predecessor and row.predecessor.is_public else None,
        granted=number(row.granted),
        own_share=number(row.own_share),
        other_funding=number(row.other_funding),
        total_costs=number(row.total_costs),
        regions=[region.code for region in row.regions.all()],
        shows_example_data=row.has_example_data,
        **{name: getattr(row, name) for name in _OF_PROJECT},
        **_words(row, *_WORDS_OF_PROJECT),
    )


def organisation_out(row: Organisation) -> OrganisationOut:
    return OrganisationOut(
        id=row.pk,
        url=organisation_url(row),
        region=row.region.code if row.region else None,
        **{name: getattr(row, name) for name in _OF_ORGANISATION},
        **_words(row, "name", "trade_name"),
    )


def partnership_out(row: Partnership) -> PartnershipOut:
    return PartnershipOut(
        id=row.pk,
        project_id=row.project_id,
        organisation_id=row.organisation_id,
        role=row.role,
        is_fictional=row.organisation.is_fictional,
    )


def _words(row: Any, *fields: str) -> dict[str, Any]:
    return {field: of_field(row, field) for field in fields}


def project_url(row: Project) -> str:
    return f"{settings.SITE_URL}/id/project/{row.pk}"


def organisation_url(row: Organisation) -> str:
    return f"{settings.SITE_URL}/id/organisation/{row.pk}"


def public_programmes() -> QuerySet[Programme]:
    public = Project.objects.published().filter(programme__isnull=False)
    return Programme.objects.filter(pk__in=public.values("programme")).order_by("pk")


def public_projects() -> QuerySet[Project]:
    found: QuerySet[Project] = Project.objects.published().order_by("pk").prefetch_related("regions")
    return found.select_related("programme", "funder", "network", "predecessor")


def public_organisations() -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = Organisation.objects.published().order_by("pk")
    return found.select_related("region", "provider")


def public_partnerships(project: int | None = None, organisation: int | None = None) -> QuerySet[Partnership]:
    found = Partnership.objects.filter(state=Partnership.State.JOINED, project__is_public=True)
    if project is not None:
        found = found.filter(project=project)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.select_related("organisation", "project").order_by("pk")


def number(value: Any) -> float | None:
    return None if value is None else float(value)
