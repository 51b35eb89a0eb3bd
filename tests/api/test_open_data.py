"""Open data: what is public on the pages, and nothing else, to programs."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from projects.register.models import Organisation, Partnership, Programme, Project
from surveys.models import Release
from tests.cast import Cast, join, make_organisation
from tests.roadmap.recipes import release_two_rounds
from yhes.common import open_data
from yhes.common.throttle import allows

pytestmark = pytest.mark.django_db

_MODES = [HypothesisTestMode.EXAMPLES, HypothesisTestMode.COVERAGE, HypothesisTestMode.FUZZING]
LISTS = ("programmes", "projects", "organisations", "partnerships", "results")


@pytest.fixture
def scene(cast: Cast) -> Cast:
    """One of everything that is public, and beside it what is not."""
    programme = Programme.objects.create(slug="parasta", name_fi="Parasta palvelua", name_sv="Bästa service")
    secret = Programme.objects.create(slug="salattu", name_fi="Salattuohjelma")
    Project.objects.filter(pk=cast.project.pk).update(
        programme=programme, summary_fi="Arki paranee", granted=1000
    )
    Project.objects.filter(pk=cast.other_project.pk).update(
        programme=secret, is_public=False, name_fi="Salattuhanke"
    )
    join(cast.other_project, make_organisation("salattu", "Salattukoulu"))
    waiting = make_organisation("odottaa", "Salattuodottaja")
    Partnership.objects.create(project=cast.project, organisation=waiting, role="partner", state="invited")
    real = make_organisation("oikea", "Todellinen", is_fictional=False, business_id="0245864-8")
    join(cast.project, real)
    release_two_rounds(cast.project)
    return cast


def get(path: str, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).get(f"/api/v1/{path}", headers=headers)


def items(path: str) -> list[dict[str, Any]]:
    return list(get(path).json()["items"])


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(path).content.decode("utf-8-sig")), delimiter=";"))


def test_lists_tell_what_public_pages_tell_and_no_more(scene: Cast) -> None:
    assert [each["name"] for each in items("programmes")] == [
        {"fi": "Parasta palvelua", "sv": "Bästa service", "en": ""}
    ]
    (project,) = items("projects")
    assert project["name"]["fi"] == "Esimerkkipolku"
    assert (project["starts_on"], project["granted"]) == ("2025-01-01", 1000.0)
    assert get(project["url"].partition("/id/")[2] and f"projects/{project['id']}").json() == project
    names = {each["name"]["fi"]: each["is_fictional"] for each in items("organisations")}
    assert names == {"Esimerkkiopisto": True, "Esimerkkiskolan": True, "Todellinen": False}
    joined = items("partnerships")
    assert {each["project_id"] for each in joined} == {scene.project.pk}
    assert [each["role"] for each in joined] == ["coordinator", "partner", "partner"]
    one = items(f"partnerships?organisation={scene.college.pk}")
    assert [each["organisation_id"] for each in one] == [scene.college.pk]
    results = items("results")
    assert {each["project_id"] for each in results} == {scene.project.pk}
    assert all(each["indexes"] and each["respondents"] for each in results)
    everything = "".join(get(f"{name}{ending}").content.decode() for name in LISTS for ending in ("", ".csv"))
    assert "alattu" not in everything
    assert "@example.org" not in everything


def test_tables_have_the_same_rows(scene: Cast) -> None:
    for name in ("programmes", "projects", "organisations", "partnerships"):
        assert [each["id"] for each in rows(f"{name}.csv")] == [str(each["id"]) for each in items(name)]
    told = [(str(each["id"]), index["code"]) for each in items("results") for index in each["indexes"]]
    assert [(each["id"], each["dimension"]) for each in rows("results.csv")] == told
    assert get("projects.csv")["Content-Disposition"].startswith('attachment; filename="projects-')


def test_what_is_not_public_looks_like_what_does_not_exist(scene: Cast) -> None:
    hidden = Organisation.objects.get(slug="salattu")
    for path in (
        f"projects/{scene.other_project.pk}",
        f"projects/{scene.other_project.pk}.jsonld",
        f"organisations/{hidden.pk}",
        f"programmes/{Programme.objects.get(slug='salattu').pk}",
    ):
        missing = get(path.replace(path.split("/")[1].split(".")[0], "987654"))
        answer = get(path)
        assert answer.status_code == missing.status_code == 404
        assert answer.content == missing.content
        assert answer["Content-Type"] == "application/problem+json"
    release = items("results")[0]["id"]
    Release.objects.filter(pk=release).update(withdrawn_at="2026-01-01T00:00Z")
    assert get(f"results/{release}").status_code == 404
    assert items(f"partnerships?project={scene.other_project.pk}") == []


def test_linked_data_is_of_schema_org(scene: Cast) -> None:
    answer = get(f"projects/{scene.project.pk}.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    project = json.loads(answer.content)
    assert (project["@context"], project["@type"]) == ("https://schema.org", "ResearchProject")
    assert project["name"] == [{"@language": "fi", "@value": "Esimerkkipolku"}]
    assert [member["name"][0]["@value"] for member in project["member"]] == ["Todellinen"]
    real = json.loads(get(f"organisations/{Organisation.objects.get(slug='oikea').pk}.jsonld").content)
    assert (real["@type"], real["taxID"]) == ("Organization", "0245864-8")
    example = json.loads(get(f"organisations/{scene.college.pk}.jsonld").content)
    assert "Fictional" in example["disambiguatingDescription"]


def test_lists_come_in_pages_with_as_many_queries_however_long(scene: Cast) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(path).status_code == 200
        return len(queries)

    asked("results")  # which reads the questionnaire, once in a process
    few = {name: asked(name) for name in LISTS}
    for number in range(25):
        join(scene.project, make_organisation(f"lisa-{number}", f"Esimerkki {number}"))
    assert {name: asked(name) for name in LISTS} == few
    assert max(few.values()) <= 4
    first = get("organisations?per_page=20").json()
    assert (first["count"], len(first["items"]), first["previous"]) == (28, 20, None)
    second = get(f"organisations{first['next']}").json()
    assert (len(second["items"]), second["next"]) == (8, None)
    assert second["previous"] == "?page=1&per_page=20"
    kept = get(f"partnerships?project={scene.project.pk}&per_page=5").json()["next"]
    assert kept == f"?project={scene.project.pk}&page=2&per_page=5"
    assert get("organisations?page=99").json()["items"] == []
    for wrong in ("page=0", "page=x", "per_page=201", "page=-1"):
        answer = get(f"organisations?{wrong}")
        assert (answer.status_code, answer.json()["status"]) == (422, 422)
        assert wrong.partition("=")[0] in answer.json()["detail"]


def test_answers_are_kept_and_not_sent_twice(scene: Cast, as_aino: Client) -> None:
    answer = get("projects", as_aino)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "public" in answer["Cache-Control"]
    again = get("projects", **{"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Project.objects.filter(pk=scene.project.pk).update(name_fi="Uusi nimi")
    assert get("projects", **{"if-none-match": answer["ETag"]}).status_code == 200


def test_whoever_asks_too_often_is_told_when_to_come_back(scene: Cast) -> None:
    for _time in range(open_data.A_MINUTE - 1):
        assert allows("open-data", "127.0.0.1", limit=open_data.A_MINUTE, seconds=60)
    assert get("projects").status_code == 200
    refused = get("projects")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert refused["Content-Type"] == "application/problem+json"
    assert "minute" in refused.json()["detail"]
    assert "public" not in refused.get("Cache-Control", "")


def test_nothing_can_be_changed(scene: Cast, as_aino: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(as_aino, method)("/api/v1/projects")
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    for nowhere in ("ei-ole", "projects/%0A1", "%0A"):
        assert get(nowhere).json()["status"] == 404
    assert get("").status_code == 404


def _site(environ: dict[str, Any], start: Any) -> list[bytes]:
    """The site as a WSGI application that keeps the test's own connection to the database open."""
    response = ClientHandler(enforce_csrf_checks=True)(environ | {"REMOTE_ADDR": "127.0.0.1"})
    start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def test_the_description_is_kept(scene: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Schemathesis asks every address for what is described, and for what is not: every boundary of every
    parameter first, then by chance.
    """
    monkeypatch.setattr(open_data, "A_MINUTE", 1_000_000)
    description = get("openapi.json").json()
    assert description["openapi"].startswith("3.1")
    schema, asked, tried = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _site), [], Counter[str]()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case: Any) -> None:
        tried[str(case.meta.phase.name.value)] += 1
        case.call_and_validate()

    for operation in schema.get_all_operations():
        case_of = operation.ok()
        create_test(operation=case_of, test_func=ask, config=HypothesisTestConfig(schema.config, _MODES))()
        known = {"projects": scene.project.pk, "organisations": scene.college.pk}
        name = case_of.path.partition("/{")[0].rpartition("/")[2]
        if "{key}" in case_of.path and name in known:  # which no guess finds for certain
            found = case_of.Case(path_parameters={"key": known[name]}).call_and_validate()
            assert found.status_code == 200
            asked.append(case_of.path)
    assert len(asked) == 4
    assert min(tried["coverage"], tried["fuzzing"]) > 100, tried
