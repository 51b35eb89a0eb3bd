"""Open data of the register: what its public pages tell, as JSON, CSV and schema.org.

Fictional organisations are among it, marked by `is_fictional`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from projects.register.api import linked
from projects.register.api.linked import LINKED
from projects.register.api.rows import (
    OrganisationOut,
    PartnershipOut,
    ProgrammeOut,
    ProjectOut,
    number,
    organisation_out,
    organisation_url,
    partnership_out,
    programme_out,
    project_out,
    project_url,
    public_organisations,
    public_partnerships,
    public_programmes,
    public_projects,
)
from yhes.common.export import Cell, table_response
from yhes.common.open_data import PROBLEMS, Key, MaybeKey, Page, Paging, as_file, one_of, page_of

router = Router(tags=["register"])


@router.get("/programmes", response={200: Page[ProgrammeOut], **PROBLEMS})
def programmes(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Programmes under which public projects run."""
    return page_of(public_programmes(), paging, programme_out)


@router.get("/programmes.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def programmes_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "slug", *_heads("name"), *_heads("description")]
    rows: Iterator[list[Cell]] = (
        [row.pk, row.slug, *_cells(row, "name"), *_cells(row, "description")] for row in public_programmes()
    )
    return table_response(name="programmes", file_format="csv", head=head, rows=rows)


@router.get("/programmes/{int:key}", response={200: ProgrammeOut, **PROBLEMS})
def programme(request: HttpRequest, key: Key) -> Any:
    return programme_out(one_of(public_programmes(), key))


@router.get("/projects", response={200: Page[ProjectOut], **PROBLEMS})
def projects(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Projects on the public list."""
    return page_of(public_projects(), paging, project_out)


@router.get("/projects.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def projects_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "url", "slug", *_heads("name"), *_heads("acronym"), "state", "programme_id", "funder_id"]
    head += ["starts_on", "ends_on", *_heads("stated_duration"), "decision_number", "granted", "own_share"]
    head += ["other_funding", "total_costs", "website", "regions", "shows_example_data"]
    return table_response(name="projects", file_format="csv", head=head, rows=_project_rows())


def _project_rows() -> Iterator[list[Cell]]:
    for row in public_projects():
        yield [
            row.pk, project_url(row), row.slug, *_cells(row, "name"), *_cells(row, "acronym"),
            row.state, row.programme_id, row.funder_id, row.starts_on, row.ends_on,
            *_cells(row, "stated_duration"), row.decision_number, number(row.granted),
            number(row.own_share), number(row.other_funding), number(row.total_costs), row.website,
            " ".join(region.code for region in row.regions.all()), int(row.has_example_data),
        ]  # fmt: skip


@router.get("/projects/{int:key}", response={200: ProjectOut, **PROBLEMS})
def project(request: HttpRequest, key: Key) -> Any:
    return project_out(one_of(public_projects(), key))


@router.get("/projects/{int:key}.jsonld", openapi_extra=as_file(LINKED), response=PROBLEMS)
def project_linked(request: HttpRequest, key: Key) -> HttpResponse:
    """The project as a ResearchProject of schema.org, with its real partners as members."""
    return linked.response(linked.of_project(one_of(public_projects(), key)))


@router.get("/organisations", response={200: Page[OrganisationOut], **PROBLEMS})
def organisations(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Organisations with a public page."""
    return page_of(public_organisations(), paging, organisation_out)


@router.get("/organisations.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def organisations_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "url", "slug", "kind", "legal_form", *_heads("name"), *_heads("trade_name"), "business_id"]
    head += ["provider_id", "region", "website", "is_fictional"]
    rows: Iterator[list[Cell]] = (
        [
            row.pk, organisation_url(row), row.slug, row.kind, row.legal_form,
            *_cells(row, "name"), *_cells(row, "trade_name"), row.business_id, row.provider_id,
            row.region.code if row.region else "", row.website, int(row.is_fictional),
        ]
        for row in public_organisations()
    )  # fmt: skip
    return table_response(name="organisations", file_format="csv", head=head, rows=rows)


@router.get("/organisations/{int:key}", response={200: OrganisationOut, **PROBLEMS})
def organisation(request: HttpRequest, key: Key) -> Any:
    return organisation_out(one_of(public_organisations(), key))


@router.get("/organisations/{int:key}.jsonld", openapi_extra=as_file(LINKED), response=PROBLEMS)
def organisation_linked(request: HttpRequest, key: Key) -> HttpResponse:
    """The organisation as an Organization of schema.org."""
    return linked.response(linked.of_organisation(one_of(public_organisations(), key)))


@router.get("/partnerships", response={200: Page[PartnershipOut], **PROBLEMS})
def partnerships(
    request: HttpRequest, paging: Query[Paging], project: MaybeKey = None, organisation: MaybeKey = None
) -> Any:
    """Who has joined which public project; of one project or one organisation, if asked."""
    return page_of(
        public_partnerships(project, organisation),
        paging,
        partnership_out,
        project=project,
        organisation=organisation,
    )


@router.get("/partnerships.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def partnerships_csv(request: HttpRequest) -> HttpResponse:
    """All of them as one table: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "project_id", "organisation_id", "role", "is_fictional"]
    rows: Iterator[list[Cell]] = (
        [row.pk, row.project_id, row.organisation_id, row.role, int(row.organisation.is_fictional)]
        for row in public_partnerships()
    )
    return table_response(name="partnerships", file_format="csv", head=head, rows=rows)


def _heads(field: str) -> list[str]:
    return [f"{field}_{code}" for code in ("fi", "sv", "en")]


def _cells(row: Any, field: str) -> list[str]:
    return [getattr(row, f"{field}_{code}") or "" for code in ("fi", "sv", "en")]
