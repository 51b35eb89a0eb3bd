"""Partners from a file: matched, reported, decided about, and stored all or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook

from projects.register import services
from projects.register.models import Organisation, PartnerImport, Partnership
from projects.register.services import importing
from projects.register.services.importing.columns import guess
from projects.register.services.importing.planning import in_batches
from projects.register.services.importing.reports import MOST_SHOWN
from tests.cast import Cast, make_organisation
from tests.register.pages import address
from yhes.common.errors import DomainError
from yhes.common.models import AuditEvent, Job

pytestmark = pytest.mark.django_db

REAL = Path(__file__).parents[3] / "shared" / "data" / "vet_provider_target_student_years.csv"
TWELVE = [
    "0000001-9", "0000002-7", "0000003-5", "0000004-3", "0000005-1", "0000007-8",
    "0000008-6", "0000009-4", "0000010-7", "0000011-5", "0000012-3", "0000013-1",
]  # fmt: skip


def table(*rows: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def twelve(**wrong: str) -> bytes:
    rows = [(number, f"Esimerkkituonti {place:02}") for place, number in enumerate(TWELVE)]
    return table(
        ("Y-tunnus", "Nimi"), *((wrong.get(f"n{n}", number), name) for n, (number, name) in enumerate(rows))
    )


def uploaded(cast: Cast, content: bytes, columns: list[str] | None = None) -> PartnerImport:
    file = ContentFile(content, name="kumppanit.csv")
    made = importing.upload_partners(project=cast.project, file=file, name="kumppanit.csv", user=cast.aino)
    return checked(cast, made, columns or made.columns)


def checked(
    cast: Cast, file: PartnerImport, columns: list[str], answers: dict[str, str] | None = None
) -> PartnerImport:
    with translation.override("en"):
        importing.request_check(file=file, columns=columns, answers=answers or {}, user=cast.aino)
    file.refresh_from_db()
    return file


def counts(file: PartnerImport) -> dict[str, int]:
    return {kind: count for kind, count in file.report["counts"].items() if count}


def store(cast: Cast, file: PartnerImport) -> None:
    importing.request_storing(file=file, user=cast.aino)
    file.refresh_from_db()


def test_twelve_partners_come_from_a_file_in_four_steps(
    cast: Cast, as_aino: Client, django_capture_on_commit_callbacks: Any
) -> None:
    slug = cast.project.slug
    file = SimpleUploadedFile("kumppanit.csv", twelve())
    answer = as_aino.post(address("partner_import", slug), {"file": file})
    made = PartnerImport.objects.get()
    assert answer["Location"] == address("partner_import_columns", slug, made.pk)
    page = as_aino.get(answer["Location"])
    assert [field.value() for field in page.context["form"]] == ["business_id", "name_fi"]
    report = as_aino.post(answer["Location"], {"column_0": "business_id", "column_1": "name_fi"}, follow=True)
    assert report.context["report"]["counts"]["new"] == 12
    assert not Organisation.objects.filter(business_id=TWELVE[0]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        stored = as_aino.post(report.redirect_chain[-1][0], {"store": "1"}, follow=True)
    assert "Stored: 12 new organisations, 0 changed." in stored.content.decode()
    parts = Partnership.objects.filter(project=cast.project, organisation__business_id__in=TWELVE)
    assert {(part.role, part.state) for part in parts} == {("partner", "draft")}
    assert parts.count() == 12
    assert not default_storage.exists(made.path)
    actions = AuditEvent.objects.filter(actor=cast.aino).values_list("action", flat=True)
    assert sorted(actions) == sorted(
        ["register.organisation_created", "register.partner_added"] * 12 + ["register.partners_imported"]
    )
    first = parts.get(organisation__business_id=TWELVE[0]).organisation
    assert first.slug == "esimerkkituonti-00"
    again = uploaded(cast, twelve())
    assert counts(again) == {"unchanged": 12}
    assert not again.report["may_be_stored"]


def test_one_wrong_check_digit_among_twelve_names_its_line_and_stores_nothing(
    cast: Cast, as_aino: Client
) -> None:
    before = Organisation.objects.count()
    file = uploaded(cast, twelve(n6="0000008-7"))
    assert counts(file) == {"refused": 1, "new": 11}
    assert file.report["rows"]["refused"][0]["line"] == 8
    page = address("partner_import_report", cast.project.slug, file.pk)
    text = as_aino.get(page).content.decode()
    assert "Line 8: Esimerkkituonti 06" in text
    assert "check digit of the business ID “0000008-7” does not match" in text
    assert 'name="store"' not in text
    with pytest.raises(importing.ImportIncomplete):
        store(cast, file)
    assert Organisation.objects.count() == before


def test_what_is_known_is_compared_field_by_field(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.institute.pk).update(business_id=TWELVE[0], website="")
    services.save_names(organisation=cast.college, aliases=["EKSO"], former=[], ended_on=None, successors=[])
    file = uploaded(
        cast,
        table(
            ("FO-nummer", "Namn", "Webbplats", "Landskap", "Roll", "Anteckning"),
            (TWELVE[0], "Esimerkkiskolan Ab", "example.org", "Österbotten", "delgenomförare", "x"),
            ("", "ekso", "", "", "", ""),
            ("", "ekso", "", "", "", ""),
        ),
        ["business_id", "name_sv", "website", "region", "role", ""],
    )
    assert counts(file) == {"changed": 1, "unchanged": 1, "repeated": 1}
    assert file.report["rows"]["changed"][0]["changes"] == [
        ["Name in Swedish", "", "Esimerkkiskolan Ab"],
        ["Website", "", "https://example.org"],
        ["Region", "", "Ostrobothnia"],
        ["Role in the project", "partner", "co-implementer"],
    ]
    store(cast, file)
    cast.institute.refresh_from_db()
    assert (cast.institute.name_fi, cast.institute.name_sv) == ("Esimerkkiskolan", "Esimerkkiskolan Ab")
    assert cast.institute.region.code == "15"
    assert cast.institute.partnerships.get().role == "co_implementer"
    cast.college.refresh_from_db()
    assert (cast.college.name_fi, cast.college.partnerships.get().role) == ("Esimerkkiopisto", "coordinator")


def test_a_name_like_one_in_the_register_is_a_person_s_decision(cast: Cast, as_aino: Client) -> None:
    file = uploaded(
        cast, table(("Business ID", "Name"), (TWELVE[0], "Esimerkkiopisto Oy"), ("", "Esimerkkiskola"))
    )
    assert counts(file) == {"unsure": 2}
    page = address("partner_import_report", cast.project.slug, file.pk)
    incomplete = as_aino.post(page, {"line_2": str(cast.college.pk)})
    assert incomplete.status_code == 400
    assert as_aino.post(page, {"line_2": "999999", "line_3": "new"}).status_code == 400
    both = as_aino.post(page, {"line_2": str(cast.college.pk), "line_3": "new"}, follow=True)
    assert both.context["report"]["counts"] | {"changed": 1, "new": 1} == both.context["report"]["counts"]
    file.refresh_from_db()
    store(cast, file)
    cast.college.refresh_from_db()
    assert cast.college.business_id == TWELVE[0]
    assert Organisation.objects.filter(name_fi="Esimerkkiskola").exists()


def test_lines_that_cannot_be_meant_are_refused_with_what_to_do(cast: Cast) -> None:
    holder = make_organisation("haltija", "Esimerkkihaltija", business_id=TWELVE[5])
    content = table(
        ("name", "business id", "kind", "role", "provided by", "region", "website"),
        ("Eka", TWELVE[0], "spaceship", "", "", "", ""),
        ("Toka", TWELVE[1], "", "coordinator", "", "", ""),
        ("Kolmas", "", "", "", "Tuntematon", "", ""),
        ("Neljäs", TWELVE[2], "", "", "Esimerkkihaltija", "Atlantis", "ei ole osoite"),
        ("Viides", TWELVE[3], "", "", "", "", ""),
        ("Viides toisin", TWELVE[3], "", "", "", "", ""),
        ("", "", "", "partner", "", "", ""),
        ("Koulu", "", "", "", TWELVE[5], "", ""),
        ("x" * 201, TWELVE[6], "", "", "", "", "", "liikaa"),
    )
    file = uploaded(cast, content)
    said = {row["line"]: " ".join(row["problems"]) for row in file.report["rows"]["refused"]}
    for line, words in {
        2: "no kind of organisation",
        3: "already has a coordinator: Esimerkkiopisto",
        4: "“Tuntematon” is not in the register",
        5: "none of the 19 regions",
        7: "Line 6 says something else",
        8: "name in at least one language",
        10: "longer than 200",
    }.items():
        assert words in said[line], line
    assert "more cells than headings" in said[10]
    assert "no web address" in said[5]
    assert counts(file) == {"refused": 7, "new": 2}
    mended = uploaded(cast, table(("name", "provided by"), ("Koulu", TWELVE[5])))
    store(cast, mended)
    school = Organisation.objects.get(name_fi="Koulu")
    assert (school.kind, school.provider) == ("school", holder)


def test_files_that_are_no_tables_are_refused_and_not_kept(cast: Cast, as_aino: Client) -> None:
    page = address("partner_import", cast.project.slug)
    book = Workbook()
    book.worksheets[0].append(["Y-tunnus", "Nimi"])
    book.worksheets[0].append(["0000001-9", '=HYPERLINK("http://example.org")'])
    formula = io.BytesIO()
    book.save(formula)
    for content in (
        b"",
        b"Nimi;Y-tunnus\n",
        b"PK\x03\x04rubbish",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        formula.getvalue(),
    ):
        answer = as_aino.post(page, {"file": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 400, content
    assert not PartnerImport.objects.exists()
    book.worksheets[0]["B2"] = "Esimerkkityökirja"
    good = io.BytesIO()
    book.save(good)
    assert counts(uploaded(cast, good.getvalue())) == {"new": 1}


def test_a_workbook_is_read_row_by_row_by_its_headings(cast: Cast) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for place, value in {"A1": "Nimi", "C1": "Y-tunnus", "A2": "Esimerkkirivi", "C2": TWELVE[0]}.items():
        sheet[place] = value
    sheet["A5"] = "Esimerkki viides"  # after empty rows: a line is the row of the sheet
    file = uploaded(cast, _saved(book))
    assert file.columns == ["name_fi", "", "business_id"]
    assert counts(file) == {"new": 2}
    assert [row["line"] for row in file.report["rows"]["new"]] == [2, 5]
    sheet["D5"] = "huomautus"
    beyond = uploaded(cast, _saved(book), file.columns)
    assert "more cells than headings" in beyond.report["rows"]["refused"][0]["problems"][0]


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_that_asks_other_files_or_is_a_bomb_is_refused_in_words_that_fit(
    cast: Cast, as_aino: Client
) -> None:
    page, book = address("partner_import", cast.project.slug), Workbook()
    book.worksheets[0].append(["Nimi"])
    book.worksheets[0].append(["Esimerkkirivi"])
    linked, bomb = io.BytesIO(_saved(book)), io.BytesIO(_saved(book))
    with ZipFile(linked, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    with ZipFile(bomb) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            long = content + b" " * 8_000_000 if name == "xl/worksheets/sheet1.xml" else content
            archive.writestr(name, long)
    said = {"takes values from other files": linked, "Copy the rows to a new workbook": bomb}
    for words, content in said.items():
        answer = as_aino.post(page, {"file": SimpleUploadedFile("x.xlsx", content.getvalue())})
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert "answers" not in words
    assert not PartnerImport.objects.exists()


def test_queries_do_not_grow_within_a_thousand_rows(cast: Cast) -> None:
    """New, then changed and unchanged ones: a batch of rows asks as often as a few."""
    asked: dict[str, list[int]] = {"new": [], "changed": []}
    for start, count in ((0, 20), (1_000, 220)):
        for kind, region in (("new", ""), ("changed", "Uusimaa")):
            rows = [(f"{1_000_000 + start + n}", f"Rivi{start + n:05}", region) for n in range(count)]
            valid = [
                (f"{seven}-{digit}", *rest) for seven, *rest in rows if (digit := _check_digit(seven)) < 10
            ]
            file = uploaded(cast, table(("Y-tunnus", "Nimi", "Maakunta"), *valid))
            assert counts(file) == {kind: len(valid)}
            with CaptureQueriesContext(connection) as queries:
                importing.store_import(key=file.pk, actor=cast.aino)
            asked[kind].append(len(queries))
    # SQLite takes fewer values in one statement, so that a batch is several of them.
    more = 0 if connection.vendor == "postgresql" else 220 // 5
    assert asked["new"][1] - asked["new"][0] <= more
    assert asked["changed"][1] - asked["changed"][0] <= more


def _check_digit(seven: str) -> int:
    rest = sum(int(digit) * weight for digit, weight in zip(seven, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return rest if rest == 0 else 11 - rest


def test_the_register_may_change_between_the_check_and_the_storing(cast: Cast, as_aino: Client) -> None:
    one, other = uploaded(cast, twelve()), uploaded(cast, twelve())
    store(cast, one)
    with pytest.raises(importing.RegisterChanged):
        store(cast, other)
    assert Organisation.objects.filter(name_fi="Esimerkkituonti 00").count() == 1
    with pytest.raises(importing.ImportOver):
        store(cast, one)
    assert Organisation.objects.filter(business_id__in=TWELVE).count() == 12
    with pytest.raises(importing.ImportOver):
        importing.request_check(file=one, columns=one.columns, answers={}, user=cast.aino)


def test_columns_are_guessed_and_checked(cast: Cast, as_aino: Client) -> None:
    assert guess(["Y-tunnus", "Koulutuksen järjestäjä", "Maakunta"]) == ["business_id", "name_fi", "region"]
    assert guess(["FO-nummer", "Namn", "Landskap", "Roll"]) == ["business_id", "name_sv", "region", "role"]
    assert guess(["business_id", "provider", "year"]) == ["business_id", "name_fi", ""]
    file = uploaded(cast, twelve())
    page = address("partner_import_columns", cast.project.slug, file.pk)
    twice = as_aino.post(page, {"column_0": "name_fi", "column_1": "name_fi"})
    assert "is chosen for two columns" in twice.content.decode()
    none = as_aino.post(page, {"column_0": "region"})
    assert none.status_code == 400


def test_a_large_file_is_a_job_and_forgotten_files_go(cast: Cast) -> None:
    rows = [(f"Esimerkkisuuri {number:05}", "https://example.org/" + "x" * 170) for number in range(500)]
    file = uploaded(cast, table(("Nimi", "www"), *rows))
    assert file.state == "uploaded"
    job = importing.job_of(file)
    assert job is not None
    assert (job.kind, job.state) == (importing.CHECK, Job.State.PENDING)
    importing.check_import(key=file.pk)
    importing.store_import(key=file.pk, actor=cast.aino)
    assert Partnership.objects.filter(project=cast.project).count() == 502
    lost = uploaded(cast, twelve())
    PartnerImport.objects.update(created_at=timezone.now() - importing.KEPT * 2)
    importing.forget_imports(timezone.now())
    assert list(PartnerImport.objects.values_list("pk", flat=True)) == [file.pk]
    assert not default_storage.exists(lost.path)


def test_a_file_of_many_rows_is_a_job_however_tightly_it_is_packed(cast: Cast) -> None:
    head = ("Nimi", "Rooli")
    rows = [(f"Esimerkki {number:05}", "") for number in range(importing.ROWS_AT_ONCE + 1)]
    few, many = table(head, *rows[:-1]), table(head, *rows)
    assert len(many) < importing.AT_ONCE
    assert importing.job_of(uploaded(cast, few)) is None
    for content in (many, _saved(_book(head, *rows))):
        assert len(content) < importing.AT_ONCE
        file = uploaded(cast, content)
        assert file.state == "uploaded"
        job = importing.job_of(file)
        assert job is not None
        assert job.kind == importing.CHECK
        importing.check_import(key=file.pk)
        file.refresh_from_db()
        job = importing.request_storing(file=file, user=cast.aino)
        assert job is not None
        assert job.kind == importing.STORE


def _book(*rows: tuple[str, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def test_one_row_more_than_there_may_be_is_refused_in_words(cast: Cast) -> None:
    head, name = b"Nimi;Rooli\n", b"Esimerkki;partner\n"
    file = uploaded(cast, head + name * (importing.MOST_ROWS + 1))
    with translation.override("en"), pytest.raises(DomainError) as refusal:
        importing.check_import(key=file.pk)
    assert str(refusal.value) == "The file has more than 100000 rows. Divide it into several files."
    file.refresh_from_db()
    assert (file.state, file.report, file.report_path) == ("uploaded", {}, "")
    allowed = ((line, ["Esimerkki"]) for line in range(importing.MOST_ROWS))
    assert sum(len(batch) for batch in in_batches(allowed)) == importing.MOST_ROWS


def test_the_whole_report_names_every_line_also_those_the_page_has_no_room_for(
    cast: Cast, as_aino: Client
) -> None:
    wrong = [(f"{number:07}-X", f"=Esimerkki {number:03}") for number in range(1, MOST_SHOWN + 2)]
    known = [("", "Esimerkkiskola"), ("", "Esimerkkiskolan"), (TWELVE[0], "Uusi"), (TWELVE[0], "Uusi")]
    file = uploaded(cast, table(("Y-tunnus", "Nimi"), *wrong, *known))
    assert counts(file) == {"refused": 201, "unsure": 1, "new": 1, "repeated": 1, "unchanged": 1}
    page = as_aino.get(address("partner_import_report", cast.project.slug, file.pk)).content.decode()
    assert "Line 201:" in page
    assert "Line 202:" not in page
    assert address("partner_import_report_csv", cast.project.slug, file.pk) in page
    answer = as_aino.get(address("partner_import_report_csv", cast.project.slug, file.pk))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Line", "What comes of it", "Name", "Business ID", "What changes", "Why"]
    assert [int(row[0]) for row in rows[1:]] == list(range(2, 2 + len(wrong) + len(known)))
    assert rows[201][:3] == ["202", "Refused", "'=Esimerkki 201"]
    assert "check digit" in rows[201][5]
    assert rows[202][1] == "To decide"
    assert "Esimerkkiskolan" in rows[202][5]
    assert rows[205][5] == "Says the same as line 205."
    book = as_aino.get(address("partner_import_report_xlsx", cast.project.slug, file.pk))
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).worksheets[0]
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    first, again = file.report_path, checked(cast, file, file.columns, {"203": "new"})
    assert again.report["counts"]["unsure"] == 0
    assert not default_storage.exists(first)  # a new check's report takes the place of the one before
    assert default_storage.exists(again.report_path)
    PartnerImport.objects.update(created_at=timezone.now() - importing.KEPT * 2)
    importing.forget_imports(timezone.now())
    assert not default_storage.exists(again.report_path)
    assert as_aino.get(address("partner_import_report_csv", cast.project.slug, file.pk)).status_code == 404


def test_the_whole_report_stays_with_what_was_stored_and_goes_with_it(cast: Cast, as_aino: Client) -> None:
    file = uploaded(cast, twelve())
    page = address("partner_import_report_csv", cast.project.slug, file.pk)
    store(cast, file)
    assert b"".join(as_aino.get(page).streaming_content).count(b"\r\n") == 13
    PartnerImport.objects.update(created_at=timezone.now() - importing.REPORT_KEPT * 2)
    importing.forget_imports(timezone.now())
    assert not default_storage.exists(file.report_path)
    assert as_aino.get(page).status_code == 404


def test_only_coordinators_import_and_only_their_own_files(
    cast: Cast, as_bertil: Client, as_eero: Client, as_admin: Client
) -> None:
    file = uploaded(cast, twelve())
    for name in ("partner_import_columns", "partner_import_report"):
        assert as_bertil.get(address(name, cast.project.slug, file.pk)).status_code == 403
        assert as_eero.get(address(name, cast.project.slug, file.pk)).status_code == 404
        assert as_admin.get(address(name, cast.other_project.slug, file.pk)).status_code == 404
    assert as_bertil.post(address("partner_import", cast.project.slug)).status_code == 403


@pytest.mark.skipif(not REAL.exists(), reason="the real data to try the portal on are not here")
def test_the_168_providers_of_the_country_come_in_by_business_id(cast: Cast) -> None:
    content = REAL.read_bytes()
    latest = {row["business_id"]: row["name"] for row in csv.DictReader(io.StringIO(content.decode()))}
    with_years: Any = uploaded(cast, content)
    assert with_years.report["counts"]["new"] + with_years.report["counts"]["unsure"] <= len(latest)
    file = uploaded(cast, table(("business_id", "name"), *latest.items()))
    assert counts(file) == {"new": len(latest)}
    store(cast, file)
    assert Partnership.objects.filter(project=cast.project).count() == len(latest) + 2
