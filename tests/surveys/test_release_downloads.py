"""Who may download what of a release, and that a download holds what was released and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from surveys.exporting import FILES, inside_table, public_table
from surveys.formats.releases import Column
from surveys.models import Group, Release, ReleasedGroup, Round
from surveys.services import closing, releasing
from surveys.services.questionnaires import store_version
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.many_kinds import many_kinds
from tests.surveys.release_files import (
    NO_RANGE,
    NOT_ASKED,
    PROTECTED,
    RANGE,
    read_sav,
    read_xlsx,
    rows_of_csv,
)

pytestmark = pytest.mark.django_db(transaction=True)


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """The cast's college with units of 20 and 4, and another organisation of 25."""
    box = open_box(cast.project, units=(2, 1))
    for place, organisation in enumerate((cast.college, cast.institute)):
        groups = [box.organisations[place], *(u for (at, _), u in box.units.items() if at == place)]
        Group.objects.filter(pk__in=[group.pk for group in groups]).update(organisation=organisation)
    fill(box, {(0, 0): 20, (0, 1): 4, (1, 0): 25})
    return box


@pytest.fixture
def released(box: BallotBox) -> Release:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def inside(cast: Cast, box: BallotBox, file: str = "figures.csv") -> str:
    return reverse("surveys:inside_file", args=[cast.project.slug, box.round.pk, file])


def public(release: Release, file: str = "figures.csv") -> str:
    return reverse("surveys:public_file", args=[release.pk, file])


def groups_in(response: Any) -> set[int]:
    assert response.status_code == 200
    return {int(row["group_id"]) for row in rows_of_csv(response.content)}


def everything(box: BallotBox) -> set[int]:
    return set(Group.objects.filter(round=box.round).values_list("pk", flat=True))


# --- Who gets what -------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES)
def test_a_coordinator_downloads_every_file_of_every_group(
    file: str, box: BallotBox, cast: Cast, released: Release, as_aino: Client
) -> None:
    response = as_aino.get(inside(cast, box, file))
    assert response.status_code == 200
    assert response.content
    assert groups_in(as_aino.get(inside(cast, box))) == everything(box)


def test_contact_and_management_get_the_whole_and_their_own_organisation(
    box: BallotBox, cast: Cast, released: Release, as_bertil: Client, as_maija: Client
) -> None:
    own = {box.root.pk, box.organisations[0].pk, box.units[0, 0].pk, box.units[0, 1].pk}
    for client in (as_bertil, as_maija):
        assert groups_in(client.get(inside(cast, box))) == own
        book = read_xlsx(client.get(inside(cast, box, "figures.xlsx")).content)
        assert "Esimerkkiopisto 2" not in str(book)
        cases = read_sav(client.get(inside(cast, box, "figures.sav")).content).rows
        assert {int(case["group_id"]) for case in cases} == own


@pytest.mark.parametrize("file", [*FILES, "unknown.csv"])
def test_others_do_not_learn_that_there_is_a_file(
    file: str,
    box: BallotBox,
    cast: Cast,
    released: Release,
    as_eero: Client,
    as_cecilia: Client,
    visitor: Client,
) -> None:
    assert as_eero.get(inside(cast, box, file)).status_code == 404
    assert as_cecilia.get(inside(cast, box, file)).status_code == 403
    assert visitor.get(inside(cast, box, file)).status_code == 302


def test_an_unknown_file_is_not_found(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client, visitor: Client
) -> None:
    for file in ("figures.pdf", "codebook", "figures.csv.exe"):
        assert as_aino.get(inside(cast, box, file)).status_code == 404
        assert visitor.get(public(released, file)).status_code == 404


def test_before_a_release_and_after_its_withdrawal_there_is_no_file(
    box: BallotBox, cast: Cast, as_aino: Client, visitor: Client
) -> None:
    assert as_aino.get(inside(cast, box)).status_code == 404
    closing.close_round(round_id=box.round.pk, report=silent)
    assert as_aino.get(inside(cast, box)).status_code == 404
    round_ = Round.objects.get(pk=box.round.pk)
    release = releasing.publish_release(round_=round_, user=None, report=silent)
    assert as_aino.get(inside(cast, box)).status_code == 200
    releasing.withdraw(release=release, user=cast.aino, reason="Väärä yksikkö")
    for file in FILES:
        assert as_aino.get(inside(cast, box, file)).status_code == 404
        assert visitor.get(public(release, file)).status_code == 404


def test_a_project_that_is_not_public_has_no_public_files(
    box: BallotBox, cast: Cast, released: Release, visitor: Client, as_aino: Client
) -> None:
    cast.project.is_public = False
    cast.project.save()
    for file in FILES:
        assert visitor.get(public(released, file)).status_code == 404
    assert as_aino.get(inside(cast, box)).status_code == 200


def test_what_is_for_some_is_kept_by_no_shared_cache(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client, visitor: Client
) -> None:
    assert "private" in as_aino.get(inside(cast, box)).headers["Cache-Control"]
    response = visitor.get(public(released))
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies


# --- What is in it ---------------------------------------------------------------------------------


def holds(document: dict[str, Any] | None, column: Column) -> str:
    """What a CSV file must say of a column; `document` is what the release stores of the group."""
    if document is None:
        return PROTECTED
    if column.statistic in ("n", "index"):
        value = document["n"] if column.statistic == "n" else document["indexes"].get(column.code, NOT_ASKED)
        return PROTECTED if value is None else str(value)
    kind = {"item_index": "index", "agree": "agree"}.get(column.statistic, "shares")
    value = document["items"].get(column.code, {}).get(kind, NOT_ASKED)
    if column.statistic in ("range_from", "range_to") and isinstance(value, list | dict):
        at = column.statistic == "range_to"
        return str(value["band"][at]) if isinstance(value, dict) else NO_RANGE
    if isinstance(value, dict):
        return RANGE
    value = value[column.place] if isinstance(value, list) else value
    return PROTECTED if value is None else str(value)


def test_a_file_holds_the_release_cell_by_cell(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client, visitor: Client
) -> None:
    """Laid beside the stored documents, which pages read too."""
    for audience, content in (
        ("inside", as_aino.get(inside(cast, box)).content),
        ("public", visitor.get(public(released)).content),
    ):
        stored = dict(released.groups.filter(audience=audience).values_list("group_id", "document"))
        columns = (
            inside_table(released, everything(box)) if audience == "inside" else public_table(released)
        ).columns
        for row in rows_of_csv(content):
            document = stored.get(int(row["group_id"]))
            assert [row[c.name] for c in columns] == [holds(document, c) for c in columns]


def test_questions_with_many_answers_have_a_column_for_each_option(cast: Cast, visitor: Client) -> None:
    """Conditional ones too; what has no order has shares and no index."""
    box = open_box(cast.project, units=(2,), questionnaire=store_version(questionnaire=many_kinds()))
    for unit in box.units.values():
        for person in range(40):
            tried = person % 2
            picks: dict[str, tuple[int, ...]] = {"WHERE": ((1,), (3,))[person % 4 // 2]} if tried else {}
            choices: dict[str, int | None] = {"TRIED": tried, "FIELD": person % 4 + 1, "W1": person % 5 + 1}
            box.cast(unit, choices | ({"USEFUL": person % 5 + 1} if tried else {}), picks=picks)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    release = releasing.publish_release(round_=box.round, user=None, report=silent)
    whole = rows_of_csv(visitor.get(public(release)).content)[0]
    assert [whole["WHERE_1_share_1"], whole["WHERE_2_share_1"]] == ["50", "range"]
    assert [whole["WHERE_2_range_from"], whole["WHERE_2_range_to"]] == ["0", "0"]
    assert [name for name in whole if name.startswith("FIELD_index")] == []
    labels = read_sav(visitor.get(public(release, "figures.sav")).content).meta.column_names_to_labels
    assert labels["WHERE_1_share_1"].startswith("Missä kokeilu tehtiin? – Omassa tiimissä")
    for file in FILES:
        assert visitor.get(public(release, file)).status_code == 200


def test_the_small_unit_is_named_and_protected_from_end_to_end(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client
) -> None:
    rows = {int(row["group_id"]): row for row in rows_of_csv(as_aino.get(inside(cast, box)).content)}
    small = rows[box.units[0, 1].pk]
    said = {name: text for name, text in small.items() if not re.match(r"(group|parent)_|level$", name)}
    assert set(said.values()) == {PROTECTED}
    assert "0" not in said.values()
    cases = read_sav(as_aino.get(inside(cast, box, "figures.sav")).content).rows
    case = next(case for case in cases if case["group_id"] == box.units[0, 1].pk)
    assert {case[name] for name in said} == {-999}


def test_public_files_never_hold_what_is_for_the_inside(
    box: BallotBox, cast: Cast, released: Release, visitor: Client
) -> None:
    """Only public documents, sizes as bands, and no unit that is hidden in public."""
    shown = set(released.groups.filter(audience="public").values_list("group_id", flat=True))
    rows = rows_of_csv(visitor.get(public(released)).content)
    told = {int(row["group_id"]) for row in rows if row["n_band"] != PROTECTED}
    assert told == shown
    assert {row["n_band"] for row in rows} <= {"10–19", "20–49", "50–99", "100–199", "200+", PROTECTED}
    assert "n" not in rows[0]
    assert box.units[0, 1].pk not in {int(row["group_id"]) for row in rows}
    sizes = {
        str(pair[0]) for pair in Group.objects.filter(round=box.round).values_list("respondents") if pair[0]
    }
    book = read_xlsx(visitor.get(public(released, "figures.xlsx")).content)
    columns = [line[3] for line in book["Ulottuvuudet"][1:]]
    assert not sizes & {str(value) for value in columns}


def test_what_only_the_inside_documents_say_stays_inside(
    box: BallotBox, cast: Cast, released: Release, visitor: Client
) -> None:
    """Even a group that is public: its inside document is not the one that is read."""
    inside_rows = ReleasedGroup.objects.filter(release=released, audience="inside")
    for row in inside_rows:
        document = {**row.document, "indexes": dict.fromkeys(row.document["indexes"], 77)}
        inside_rows.filter(pk=row.pk).update(document=document)
    for line in rows_of_csv(visitor.get(public(released)).content):
        assert "77" not in [text for name, text in line.items() if name.startswith("index_")]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_labels_are_in_the_persons_language_and_names_in_none(
    language: str, box: BallotBox, released: Release, visitor: Client
) -> None:
    word = {"fi": "Suojattu", "sv": "Skyddad", "en": "Protected"}[language]
    option = box.questionnaire.scale.options[3].label.in_(language).text
    with translation.override(language):
        sav = read_sav(visitor.get(public(released, "figures.sav")).content)
        book = read_xlsx(visitor.get(public(released, "figures.xlsx")).content)
        names = list(rows_of_csv(visitor.get(public(released)).content)[0])
    assert option in sav.meta.column_names_to_labels["OS1_share_4"]
    assert sav.meta.variable_value_labels["OS1_index"][-999] == word
    assert len(book) == 4
    assert any(option in str(cell) for cell in list(book.values())[2][0])
    assert [name for name in names if name not in sav.meta.column_names] == [
        "group_fi",
        "group_sv",
        "group_en",
    ]


def test_the_codebook_says_what_the_release_is_and_what_every_column_means(
    box: BallotBox, released: Release, visitor: Client
) -> None:
    lines = rows_of_csv(visitor.get(public(released, "codebook.csv")).content)
    facts = {line["name"]: line for line in lines if line["kind"] == "release"}
    assert facts["fingerprint_sha256"]["label_fi"] == released.fingerprint
    assert facts["licence"]["label_en"].startswith("CC BY 4.0")
    assert facts["citation"]["label_fi"] == box.questionnaire.citation
    assert f"/id/release/{released.pk}" in facts["cite"]["label_fi"]
    columns = {line["name"]: line for line in lines if line["kind"] == "column"}
    assert set(rows_of_csv(visitor.get(public(released)).content)[0]) == set(columns)
    assert all(line[f"label_{language}"] for line in columns.values() for language in ("fi", "sv", "en"))
    assert "10" in columns["OS1_index"]["rule_en"]  # beside shares no group of five is told
    assert "5" not in columns["OS1_index"]["rule_en"]
    values = {line["name"] for line in lines if line["kind"] == "value"}
    assert values == {"protected", "range", "no range", "not asked"}


def test_files_have_names_a_person_can_read(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client, visitor: Client
) -> None:
    Round.objects.filter(pk=box.round.pk).update(title_fi="Hyvinvointi työssä: syksy / 2026")
    names = {
        as_aino.get(inside(cast, box, "figures.xlsx")).headers["Content-Disposition"],
        visitor.get(public(released, "figures.sav")).headers["Content-Disposition"],
    }
    assert all(
        re.fullmatch(r'attachment; filename="hyvinvointi-tyossa-syksy-2026-[a-z0-9-]+\.(xlsx|sav)"', n)
        for n in names
    )


# --- What it costs ---------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_the_groups(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client, visitor: Client
) -> None:
    def queries(client: Client, address: str) -> int:
        client.get(address)  # what is remembered of the questionnaire is remembered
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = [queries(as_aino, inside(cast, box)), queries(visitor, public(released))]
    for number in range(20):
        Group.objects.create(
            round=box.round,
            parent=box.root,
            level=Group.Level.ORGANISATION,
            label={"fi": f"Lisä {number}", "sv": "", "en": ""},
        )
    assert [queries(as_aino, inside(cast, box)), queries(visitor, public(released))] == before
    assert before[1] <= 4


def test_the_page_links_to_every_file(
    box: BallotBox, cast: Cast, released: Release, as_bertil: Client, visitor: Client
) -> None:
    page = reverse("surveys:group_results", args=[cast.project.slug, box.round.pk, box.root.pk])
    html = as_bertil.get(page).content.decode()
    open_page = visitor.get(reverse("surveys:release", args=[released.pk])).content.decode()
    for file in FILES:
        assert f'href="{inside(cast, box, file)}"' in html
        assert f'href="{public(released, file)}"' in open_page
        assert inside(cast, box, file) not in open_page
