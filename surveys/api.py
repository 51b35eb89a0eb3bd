"""Open data of surveys: what is released and public, from the public documents of releases only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from surveys.models import Group, Release, ReleasedGroup
from yhes.common.export import table_response
from yhes.common.open_data import PROBLEMS, Key, MaybeKey, Page, Paging, Words, as_file, one_of, page_of
from yhes.common.words import of_field

router = Router(tags=["results"])


class IndexOut(Schema):
    """A dimension's index of the whole project, 0–100; null where it is protected."""

    code: str
    title: Words
    index: int | None


class ResultsOut(Schema):
    """A released round of a survey, as its public page tells it. `respondents` is a band, never a number."""

    id: int
    url: str
    project_id: int
    title: Words
    questionnaire: str
    version: int
    number: int
    closed_on: date
    released_on: date
    respondents: str
    indexes: list[IndexOut]
    is_example: bool


def _releases(project: int | None = None) -> QuerySet[Release]:
    whole = ReleasedGroup.objects.filter(audience="public", group__level=Group.Level.PROJECT)
    found = Release.objects.published().select_related("round__questionnaire", "round__project")
    if project is not None:
        found = found.filter(round__project=project)
    documents = Prefetch("groups", queryset=whole, to_attr="whole")
    return found.defer("places", "round__questionnaire__document").prefetch_related(documents).order_by("pk")


def _results(row: Release) -> ResultsOut:
    document = row.whole[0].document if row.whole else {"n": "", "indexes": {}}  # type: ignore[attr-defined]
    return ResultsOut(
        id=row.pk,
        url=f"{settings.SITE_URL}/id/release/{row.pk}",
        project_id=row.round.project_id,
        title=Words(**of_field(row.round, "title")),
        questionnaire=row.round.questionnaire.code,
        version=row.round.questionnaire.version,
        number=row.number,
        closed_on=localdate(row.round.closed_at or row.round.closes_at),
        released_on=localdate(row.released_at),
        respondents=str(document["n"] or ""),
        indexes=[
            IndexOut(
                code=dimension.code,
                title=Words(fi=dimension.title.fi, sv=dimension.title.sv, en=dimension.title.en),
                index=document["indexes"].get(dimension.code),
            )
            for dimension in row.round.asked_of_all.measured
        ],
        is_example=row.round.is_example,
    )


@router.get("/results", response={200: Page[ResultsOut], **PROBLEMS})
def results(request: HttpRequest, paging: Query[Paging], project: MaybeKey = None) -> Any:
    """Released results with a public page; of one project, if asked."""
    return page_of(_releases(project), paging, _results, project=project)


@router.get("/results.csv", openapi_extra=as_file("text/csv"), response={429: PROBLEMS[429]})
def results_csv(request: HttpRequest) -> HttpResponse:
    """All of them, a row for each dimension: UTF-8 with a byte order mark, semicolons."""
    head = ["id", "url", "project_id", "title_fi", "questionnaire", "version", "number", "closed_on"]
    head += ["released_on", "respondents", "dimension", "dimension_fi", "index", "is_example"]
    rows = (
        [
            told.id, told.url, told.project_id, told.title.fi, told.questionnaire, told.version, told.number,
            told.closed_on, told.released_on, told.respondents, each.code, each.title.fi, each.index,
            int(told.is_example),
        ]
        for told in map(_results, _releases())
        for each in told.indexes
    )  # fmt: skip
    return table_response(name="results", file_format="csv", head=head, rows=rows)


@router.get("/results/{int:key}", response={200: ResultsOut, **PROBLEMS})
def result(request: HttpRequest, key: Key) -> Any:
    return _results(one_of(_releases(), key))
