"""Response rates from a file: looked at before anything is stored, stored whole or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.plans.models import Indicator, Reading, ReadingImport
from projects.plans.services import importing
from projects.plans.services.importing import COLUMNS, protection, rate
from projects.plans.views.importing import PER_PAGE
from tests.cast import Cast
from tests.plans.recipes import address, make_plan, page
from tests.services import ROOT

pytestmark = pytest.mark.django_db

HEAD = ",".join(COLUMNS)
REAL = ROOT.parent / "shared" / "data" / "vet_student_feedback_2020_2021.csv"


def send(client: Client, cast: Cast, *lines: str, head: str = HEAD, **changes: str) -> Any:
    content = "\n".join([head, *lines]).encode()
    return upload(client, cast, content, **changes)


def upload(client: Client, cast: Cast, content: bytes, name: str = "palaute.csv", **changes: str) -> Any:
    typed = {"file": SimpleUploadedFile(name, content), "read_on": "2021-06-30", "target": "60"}
    return client.post(address("reading_import", cast.project.slug), typed | changes)


def report() -> dict[tuple[int, str], tuple[str, str]]:
    """(line, pair) → (state, value) of the newest file."""
    newest = ReadingImport.objects.latest("pk").report
    return {(row["line"], row["pair"]): (row["state"], row["shown"]) for row in newest}


def test_a_file_is_checked_first_and_stored_when_the_coordinator_says_so(cast: Cast, as_aino: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    lines = ["0155402-1,Ahlman,242,36,,,,", ",ESIMERKKIOPISTO,40,21,9,9,12,4", ",Esimerkkiskolan,30,20,,,0,0"]
    response = send(as_aino, cast, *lines)
    url = response["Location"]
    assert report() == {
        (2, "start"): ("left_out", ""),
        (3, "start"): ("new", "52.5\xa0%"),
        (3, "end_training"): ("new", ""),
        (3, "end_unit"): ("new", ""),
        (4, "start"): ("left_out", ""),
        (4, "end_unit"): ("left_out", ""),
    }
    assert not Reading.objects.exists()
    shown = as_aino.get(url).content.decode()
    assert "fewer than 10 were invited" in shown
    assert "no action plan" in shown
    as_aino.post(url)
    start, training, unit = Indicator.objects.filter(plan=plan).order_by("order")
    assert start.readings.get().value == Decimal("52.5")
    assert "21 of 40" in start.readings.get().note
    for protected in (training.readings.get(), unit.readings.get()):
        assert (protected.value, protected.is_protected) == (None, True)
        assert "9" not in protected.note.replace("2019", "")
    assert "Protected" in as_aino.get(page("scorecard", plan)).content.decode()
    as_aino.post(url)
    assert Reading.objects.count() == 3  # the same file a second time stores nothing

    send(as_aino, cast, ",Esimerkkiopisto,40,22,9,9,12,4")
    assert [state for state, _value in report().values()] == ["changed", "unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("0155402-2,Ahlman,242,36,,,,", "check digit"),
        (",Esimerkkiopisto,40,41,,,,", "More have answered"),
        (",Esimerkkiopisto,40,-1,,,,", "whole and not negative"),
        (",Esimerkkiopisto,4.5,1,,,,", "whole and not negative"),
        (",Esimerkkiopisto,40,,,,,", "whole and not negative"),
        (",Esimerkkiopisto,99999999999,1,,,,", "whole and not negative"),
        (",Esimerkkiskolan,30,20,,,,", "twice"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_stored(
    cast: Cast, as_aino: Client, line: str, why: str
) -> None:
    make_plan(cast.project, cast.institute)
    url = send(as_aino, cast, ",Esimerkkiskolan,30,20,,,,", line)["Location"]
    assert report()[2, "start"][0] == "new"
    shown = as_aino.get(url)
    assert why in shown.content.decode()
    assert not shown.context["may_store"]
    as_aino.post(url)
    assert not Reading.objects.exists()


def test_what_has_changed_since_the_check_is_not_overwritten(cast: Cast, as_aino: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    urls = [send(as_aino, cast, ",Esimerkkiopisto,40,20,,,,")["Location"] for _number in range(2)]
    as_aino.post(urls[0])
    as_aino.post(urls[1])
    assert Reading.objects.get(indicator__plan=plan).value == Decimal("50.0")
    assert ReadingImport.objects.filter(stored_at__isnull=False).count() == 1
    importing.forget_imports(timezone.now() + importing.FORGET_AFTER)
    assert not ReadingImport.objects.exists()


def test_files_that_are_no_such_table_are_refused(cast: Cast, as_aino: Client) -> None:
    assert send(as_aino, cast, "1,2", head="nimi,luku").status_code == 400
    assert send(as_aino, cast, ",X,1,1,,,,", read_on="2999-01-01").status_code == 400
    assert upload(as_aino, cast, b"PK\x03\x04" + b"\0" * 64, name="pommi.xlsx").status_code == 400
    assert upload(as_aino, cast, b"").status_code == 400
    many = [f",Koulu {number},20,10,,,," for number in range(importing.MOST_LINES + 1)]
    assert send(as_aino, cast, *many).status_code == 400
    assert not ReadingImport.objects.exists()


def test_a_long_report_turns_pages_and_begins_with_what_is_refused(cast: Cast, as_aino: Client) -> None:
    lines = [f",Esimerkkikoulu {number},20,10,30,12,9,5" for number in range(200)]
    url = send(as_aino, cast, *lines, ",Esimerkkikoulu väärä,5,6,,,,")["Location"]
    shown = as_aino.get(url)
    assert len(shown.context["rows"]) == PER_PAGE
    assert "More have answered" in shown.content.decode()
    pages = shown.context["page_obj"].paginator.num_pages
    assert pages == 7  # 601 lines
    seen = [
        row[1]["text"]
        for page in range(1, pages + 1)
        for row in as_aino.get(f"{url}?page={page}").context["rows"]
    ]
    assert seen == [202, *(line for line in range(2, 202) for _pair in range(3))]


def test_only_coordinators_bring_readings_in(cast: Cast, as_bertil: Client) -> None:
    assert send(as_bertil, cast, ",Esimerkkiopisto,40,20,,,,").status_code == 403


def test_small_counts_are_protected_by_the_stated_thresholds() -> None:
    assert protection(9, 9)
    assert protection(10, 4)
    assert not protection(10, 5)
    assert rate(242, 36) == Decimal("14.9")


@pytest.mark.skipif(not REAL.exists(), reason="the real file of student feedback is not here")
def test_the_real_file_is_read_whole(cast: Cast) -> None:
    cast.college.business_id = "0155402-1"
    cast.college.save()
    make_plan(cast.project, cast.college)
    with Path(REAL).open("rb") as file:
        made = importing.check_readings(
            project=cast.project, file=BytesIO(file.read()), read_on=date(2021, 6, 30),
            target=Decimal(60), user=cast.aino,
        )  # fmt: skip
    assert len(made.rows) == 154
    mine = {row["pair"]: (row["state"], row["shown"]) for row in made.report if row["plan"]}
    assert mine == {
        "start": ("new", "14.9\xa0%"),
        "end_training": ("new", "48.0\xa0%"),
        "end_unit": ("new", ""),
    }
    assert not [row for row in made.report if row["state"] == "refused"]
    assert importing.store_readings(file=made, actor=cast.aino) == 3


def test_a_file_of_many_providers_is_compared_in_as_many_queries_as_one_of_a_few(cast: Cast) -> None:
    """What is there already is read at once and not once a line."""

    def asked(*lines: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            importing.check_readings(
                project=cast.project,
                file=BytesIO("\n".join([HEAD, *lines]).encode()),
                read_on=date(2021, 6, 30),
                target=Decimal(60),
                user=cast.aino,
            )
        return len(queries)

    for organisation in (cast.college, cast.institute):
        make_plan(cast.project, organisation)
    one = ",Esimerkkiopisto,40,21,,,,"
    assert asked(one) == asked(
        ",Esimerkkiopisto,40,21,50,30,60,40", f",{cast.institute.name_fi},40,21,50,30,60,40"
    )
