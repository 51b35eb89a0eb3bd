"""Open data of the register: what its public pages tell, as JSON, CSV and schema.org.

Fictional organisations are among it, marked by `is_fictional`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router, Schema

from projects.register.models import Organisation, Partnership, Programme, Project
from yhes.common.export import Cell, table_response
from yhes.common.open_data import PROBLEMS, Key, MaybeKey, Page, Paging, Words, as_file, one_of, page_of
from yhes.common.words import in_language, of_field

router = Router(tags=["register"])
LINKED: Final = "application/ld+json"
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


def _programme(row: Programme) -> ProgrammeOut:
    return ProgrammeOut(id=row.pk, slug=row.slug, **_words(row, "name", "description"))


def _project(row: Project) -> ProjectOut:
    return ProjectOut(
        id=row.pk,
        url=_project_url(row),
        network_id=row.network_id if row.network and row.network.is_public else None,
        predecessor_id=row.predecessor_id if row.predecessor and row.predecessor.is_public else None,
        granted=_number(row.granted),
        own_share=_number(row.own_share),
        regions=[region.code for region in row.regions.all()],
        shows_example_data=row.has_example_data,
        **{name: getattr(row, name) for name in _OF_PROJECT},
        **_words(row, *_WORDS_OF_PROJECT),
    )


def _organisation(row: Organisation) -> OrganisationOut:
    return OrganisationOut(
        id=row.pk,
        url=_organisation_url(row),
        region=row.region.code if row.region else None,
        **{name: getattr(row, name) for name in _OF_ORGANISATION},
        **_words(row, "name", "trade_name"),
    )


def _partnership(row: Partnership) -> PartnershipOut:
    return PartnershipOut(
        id=row.pk,
        project_id=row.project_id,
        organisation_id=row.organisation_id,
        role=row.role,
        is_fictional=row.organisation.is_fictional,
    )


def _words(row: Any, *fields: str) -> dict[str, Any]:
    return {field: of_field(row, field) for field in fields}


def _project_url(row: Project) -> str:
    return f"{settings.SITE_URL}/id/project/{row.pk}"


def _organisation_url(row: Organisation) -> str:
    return f"{settings.SITE_URL}/id/organisation/{row.pk}"


def _programmes() -> QuerySet[Programme]:
    public = Project.objects.published().filter(programme__isnull=False)
    return Programme.objects.filter(pk__in=public.values("programme")).order_by("pk")


def _projects() -> QuerySet[Project]:
    found: QuerySet[Project] = Project.objects.published().order_by("pk").prefetch_related("regions")
    return found.select_related("programme", "funder", "network", "predecessor")


def _organisations() -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = Organisation.objects.published().order_by("pk")
    return found.select_related("region", "provider")


def _partnerships(project: int | None = None, organisation: int | None = None) -> QuerySet[Partnership]:
    found = Partnership.objects.filter(state=Partnership.State.JOINED, project__is_public=True)
    if project is not None:
        found = found.filter(project=project)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.select_related("organisation", "project").order_by("pk")


@router.get("/programmes", response={200: Page[ProgrammeOut], **PROBLEMS})
def programmes(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Programmes under which public projects run."""
    return page_of(_programmes(), paging, _programme)


@router.get("/programmes.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def programmes_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "slug", *_heads("name"), *_heads("description")]
    rows: Iterator[list[Cell]] = (
        [row.pk, row.slug, *_cells(row, "name"), *_cells(row, "description")] for row in _programmes()
    )
    return table_response(name="programmes", file_format="csv", head=head, rows=rows)


@router.get("/programmes/{int:key}", response={200: ProgrammeOut, **PROBLEMS})
def programme(request: HttpRequest, key: Key) -> Any:
    return _programme(one_of(_programmes(), key))


@router.get("/projects", response={200: Page[ProjectOut], **PROBLEMS})
def projects(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Projects on the public list."""
    return page_of(_projects(), paging, _project)


@router.get("/projects.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def projects_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "url", "slug", *_heads("name"), *_heads("acronym"), "state", "programme_id", "funder_id"]
    head += ["starts_on", "ends_on", *_heads("stated_duration"), "decision_number", "granted", "own_share"]
    head += ["website", "regions", "shows_example_data"]
    return table_response(name="projects", file_format="csv", head=head, rows=_project_rows())


def _project_rows() -> Iterator[list[Cell]]:
    for row in _projects():
        yield [
            row.pk, _project_url(row), row.slug, *_cells(row, "name"), *_cells(row, "acronym"),
            row.state, row.programme_id, row.funder_id, row.starts_on, row.ends_on,
            *_cells(row, "stated_duration"), row.decision_number, _number(row.granted),
            _number(row.own_share), row.website, " ".join(region.code for region in row.regions.all()),
            int(row.has_example_data),
        ]  # fmt: skip


@router.get("/projects/{int:key}", response={200: ProjectOut, **PROBLEMS})
def project(request: HttpRequest, key: Key) -> Any:
    return _project(one_of(_projects(), key))


@router.get("/projects/{int:key}.jsonld", openapi_extra=as_file(LINKED), response=PROBLEMS)
def project_linked(request: HttpRequest, key: Key) -> HttpResponse:
    """The project as a ResearchProject of schema.org, with its real partners as members."""
    row = one_of(_projects(), key)
    members = _partnerships(project=row.pk).filter(organisation__is_fictional=False)
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "@id": _project_url(row),
        "url": _project_url(row),
        "name": _tagged(of_field(row, "name")),
        "alternateName": in_language(of_field(row, "acronym"), "fi"),
        "description": _tagged(of_field(row, "summary")),
        "foundingDate": row.starts_on.isoformat() if row.starts_on else None,
        "dissolutionDate": row.ends_on.isoformat() if row.ends_on else None,
        "identifier": row.decision_number,
        "sameAs": row.website,
        "funder": _linked_organisation(row.funder) if row.funder else None,
        "member": [_linked_organisation(partnership.organisation) for partnership in members],
    }
    return _linked(document)


@router.get("/organisations", response={200: Page[OrganisationOut], **PROBLEMS})
def organisations(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Organisations with a public page."""
    return page_of(_organisations(), paging, _organisation)


@router.get("/organisations.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def organisations_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "url", "slug", "kind", "legal_form", *_heads("name"), *_heads("trade_name"), "business_id"]
    head += ["provider_id", "region", "website", "is_fictional"]
    rows: Iterator[list[Cell]] = (
        [
            row.pk, _organisation_url(row), row.slug, row.kind, row.legal_form,
            *_cells(row, "name"), *_cells(row, "trade_name"), row.business_id, row.provider_id,
            row.region.code if row.region else "", row.website, int(row.is_fictional),
        ]
        for row in _organisations()
    )  # fmt: skip
    return table_response(name="organisations", file_format="csv", head=head, rows=rows)


@router.get("/organisations/{int:key}", response={200: OrganisationOut, **PROBLEMS})
def organisation(request: HttpRequest, key: Key) -> Any:
    return _organisation(one_of(_organisations(), key))


@router.get("/organisations/{int:key}.jsonld", openapi_extra=as_file(LINKED), response=PROBLEMS)
def organisation_linked(request: HttpRequest, key: Key) -> HttpResponse:
    """The organisation as an Organization of schema.org."""
    row = one_of(_organisations(), key)
    return _linked({"@context": "https://schema.org", **_linked_organisation(row)})


@router.get("/partnerships", response={200: Page[PartnershipOut], **PROBLEMS})
def partnerships(
    request: HttpRequest, paging: Query[Paging], project: MaybeKey = None, organisation: MaybeKey = None
) -> Any:
    """Who has joined which public project; of one project or one organisation, if asked."""
    return page_of(
        _partnerships(project, organisation), paging, _partnership, project=project, organisation=organisation
    )


@router.get("/partnerships.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def partnerships_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "project_id", "organisation_id", "role", "is_fictional"]
    rows: Iterator[list[Cell]] = (
        [row.pk, row.project_id, row.organisation_id, row.role, int(row.organisation.is_fictional)]
        for row in _partnerships()
    )
    return table_response(name="partnerships", file_format="csv", head=head, rows=rows)


def _heads(field: str) -> list[str]:
    return [f"{field}_{code}" for code in ("fi", "sv", "en")]


def _cells(row: Any, field: str) -> list[str]:
    return [getattr(row, f"{field}_{code}") or "" for code in ("fi", "sv", "en")]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _linked_organisation(row: Organisation) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": _organisation_url(row),
        "url": _organisation_url(row),
        "name": _tagged(of_field(row, "name")),
        "alternateName": row.trade_name,
        "taxID": row.business_id,
        "sameAs": row.website,
        "disambiguatingDescription": "Fictional example organisation" if row.is_fictional else "",
    }


def _tagged(words: Any) -> list[dict[str, str]]:
    return [{"@language": code, "@value": words[code]} for code in ("fi", "sv", "en") if words[code]]


def _linked(document: dict[str, Any]) -> HttpResponse:
    """Without what is not known."""
    return JsonResponse(_known(document), content_type=LINKED, json_dumps_params={"ensure_ascii": False})


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items() if each}
    return [_known(each) for each in value] if isinstance(value, list) else value
