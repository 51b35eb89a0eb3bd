"""Employers from a file: checked without storing, stored all or not at all; and what is removed comes back."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from projects.register import services
from projects.register.models import EmployerPartnership, Organisation, PartnerImport
from projects.register.services import importing
from projects.register.services.employers import EmployerKnown
from projects.register.services.importing.columns import EMPLOYER_FIELDS, guess
from tests.cast import Cast, give_second_factor, make_organisation, sign_in
from tests.register.pages import address
from yhes.accounts.models import User
from yhes.common import bins
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

HEAD = (
    "Työpaikka", "Y-tunnus", "Oppilaitos", "Vaihe", "Oppisopimus", "Viimeksi yhteydessä", "Seuraava askel",
    "Määräpäivä", "Vastuuhenkilö", "Varahenkilö",
)  # fmt: skip
COLUMNS = [
    "workplace", "business_id", "school", "stage", "has_apprenticeships", "last_contact_on", "next_step",
    "next_step_on", "owner", "deputy",
]  # fmt: skip


def table(*rows: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEAD, *rows])
    return text.getvalue().encode()


def checked(cast: Cast, content: bytes, user: User, columns: list[str] | None = None) -> PartnerImport:
    made = importing.upload_partners(
        project=cast.project, file=ContentFile(content), name="t.csv", user=user, subject="employers"
    )
    with translation.override("en"):
        importing.request_check(file=made, columns=columns or COLUMNS, answers={}, user=user)
    made.refresh_from_db()
    return made


def counts(file: PartnerImport) -> dict[str, int]:
    return {kind: count for kind, count in file.report["counts"].items() if count}


def problems(file: PartnerImport) -> list[str]:
    return [problem for row in file.report["rows"]["refused"] for problem in row["problems"]]


def test_a_contact_brings_the_employers_of_the_own_school(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    known = make_organisation("esimerkkikauppa", "Esimerkkikauppa", business_id="0000001-9")
    give_second_factor(cast.bertil)
    client, slug = sign_in(Client(), cast.bertil), cast.project.slug
    empty = client.get(address("employer_import_template_csv", slug)).content.decode("utf-8-sig")
    assert guess(empty.strip().split(";"), "employers") == list(EMPLOYER_FIELDS)
    rows = (
        ("Muu nimi", "0000001-9", "", "active", "x", "1.11.2026", "Käynti", "46387", cast.bertil.email, ""),
        ("Esimerkkipaja", "", "", "", "", "", "", "", "", ""),
    )
    sent = {"file": SimpleUploadedFile("t.csv", table(*rows))}
    answer = client.post(address("employer_import", slug), sent)
    made = PartnerImport.objects.get()
    assert answer["Location"] == address("employer_import_columns", slug, made.pk)
    mapped = {f"column_{place}": column for place, column in enumerate(COLUMNS)}
    report = client.post(answer["Location"], mapped, follow=True)
    assert counts(PartnerImport.objects.get()) == {"new": 2}, report.content.decode()
    assert not EmployerPartnership.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        stored = client.post(address("employer_import_report", slug, made.pk), {"store": "1"}, follow=True)
    assert "Stored: 2 new employers, 0 changed." in stored.content.decode()
    first = EmployerPartnership.objects.get(workplace=known)
    assert (first.school, first.owner, first.stage) == (cast.college, cast.bertil, "active")
    assert (first.last_contact_on, first.next_step_on) == (date(2026, 11, 1), date(2026, 12, 31))
    assert (first.has_apprenticeships, first.has_training_agreements) == (True, False)
    new = Organisation.objects.get(name_fi="Esimerkkipaja")
    assert (new.kind, new.is_fictional, new.slug) == ("workplace", True, "esimerkkipaja")
    trail = AuditEvent.objects.filter(actor=cast.bertil).values_list("action", flat=True)
    assert sorted(trail) == sorted(
        ["register.employer_added"] * 2 + ["register.organisation_created", "register.employers_imported"]
    )
    assert cast.bertil.email not in str(list(AuditEvent.objects.values_list("changes", flat=True)))


def test_what_is_known_is_changed_and_a_repeated_import_changes_nothing(cast: Cast) -> None:
    row = ("Esimerkkipaja", "", "Esimerkkiopisto", "talks", "ei", "", "", "", cast.bertil.email, "")
    file = checked(cast, table(row), cast.aino)
    importing.request_storing(file=file, user=cast.aino)
    assert counts(checked(cast, table(row), cast.aino)) == {"unchanged": 1}
    other = ("Esimerkkipaja", "", "Esimerkkiopisto", "active", "kyllä", "2026-11-02", "", "", "", "")
    file = checked(cast, table(other, other), cast.aino)
    assert counts(file) == {"changed": 1, "repeated": 1}
    assert file.report["rows"]["changed"][0]["changes"] == [
        ["Stage", "in talks", "cooperation going on"],
        ["Apprenticeships", "no", "yes"],
        ["Last contact", "", "2 Nov 2026"],
    ]
    importing.request_storing(file=file, user=cast.aino)
    made = EmployerPartnership.objects.get()
    assert (made.stage, made.owner, made.has_apprenticeships) == ("active", cast.bertil, True)


def test_every_refusal_names_its_line_and_nothing_is_stored(cast: Cast) -> None:
    give = ("", "", "Esimerkkiopisto", "", "", "", "", "", "", "")
    wrong = [
        ("A", "0000001-8", *give[2:]),
        ("B", "", "Tuntematon koulu", *give[3:]),
        ("C", "", "", *give[3:]),
        ("D", "", give[2], "valmis", *give[4:]),
        ("E", "", give[2], "", "ehkä", *give[5:]),
        ("F", "", give[2], "", "", "31.2.2026", *give[6:]),
        ("G", "", give[2], "", "", "", "", "1.12.2026", "", ""),
        ("H", "", give[2], "", "", "", "", "", "eero@example.org", ""),
        ("I", "", give[2], "", "", "", "", "", cast.bertil.email, cast.bertil.email),
        ("Esimerkkiopisto", "", give[2], *give[3:]),
        give,
    ]
    file = checked(cast, table(*wrong, ("Hyvä", *give[1:])), cast.aino)
    assert counts(file) == {"refused": 11, "new": 1}
    said = "\n".join(problems(file))
    for words in (
        "check digit of the business ID “0000001-8”", "“Tuntematon koulu” is no school or provider",
        "Say which school or provider", "“valmis” is no stage", "“ehkä” is neither yes nor no",
        "“31.2.2026” is no day", "Write what the next step is", "must have a role for the school",
        "must not rest on one person", "cannot be its own employer", "Write the name or the business ID",
    ):  # fmt: skip
        assert words in said, said
    assert "eero@example.org" not in str(file.report)
    with pytest.raises(importing.ImportIncomplete):
        importing.request_storing(file=file, user=cast.aino)
    assert not EmployerPartnership.objects.exists()


def test_nobody_imports_for_a_school_that_is_not_theirs_to_keep(cast: Cast, as_maija: Client) -> None:
    row = ("Esimerkkipaja", "", "Esimerkkiskolan", *[""] * 7)
    assert counts(checked(cast, table(row), cast.bertil)) == {"refused": 1}
    file = checked(cast, table(row), cast.aino)
    assert counts(file) == {"new": 1}
    give_second_factor(cast.bertil)
    client = sign_in(Client(), cast.bertil)
    assert client.get(address("employer_import_report", cast.project.slug, file.pk)).status_code == 404
    assert as_maija.get(address("employer_import", cast.project.slug)).status_code == 403
    # A file of partners is no file of employers, whoever looks.
    assert not PartnerImport.objects.filter(subject="partners").exists()
    assert client.get(address("partner_import_report", cast.project.slug, file.pk)).status_code == 403


def test_queries_do_not_grow_with_the_rows_of_one_thousand(cast: Cast) -> None:
    asked = []
    for word, count in (("Esimerkkipaja", 30), ("Rakennusliike", 330)):
        rows = [(f"{word} {n}", "", "Esimerkkiopisto", *[""] * 7) for n in range(count)]
        file = checked(cast, table(*rows), cast.aino)
        with CaptureQueriesContext(connection) as queries:
            importing.store_import(key=file.pk, actor=cast.aino)
        asked.append(len(queries))
    # SQLite takes fewer values in one statement, so that a batch is several of them.
    assert asked[1] - asked[0] <= (0 if connection.vendor == "postgresql" else 330 // 10)
    assert EmployerPartnership.objects.count() == 360


def test_a_removed_employer_waits_in_the_bin_and_comes_back_as_it_was(cast: Cast) -> None:
    give_second_factor(cast.bertil)
    client, slug = sign_in(Client(), cast.bertil), cast.project.slug
    facts = {"stage": "active", "owner": cast.bertil, "next_step": "Käynti"}
    row = services.add_employer(project=cast.project, school=cast.college, name="Esimerkkipaja", facts=facts)
    gone = client.post(address("employer_remove", slug, row.pk), follow=True)
    with translation.override("en"):
        undo = reverse("desk:bin_restore", args=[slug, "employer", row.pk])
    assert undo in gone.content.decode()
    assert not gone.context["rows"]
    assert client.get(address("employer_edit", slug, row.pk)).status_code == 404
    assert "Esimerkkipaja" not in client.get(address("employer_csv", slug)).content.decode()
    assert client.post(undo).status_code == 302
    row.refresh_from_db()
    assert (row.deleted_at, row.stage, row.owner, row.next_step) == (None, "active", cast.bertil, "Käynti")
    services.remove_employer(partnership=row)
    services.add_employer(project=cast.project, school=cast.college, name="Esimerkkipaja", facts={})
    with pytest.raises(EmployerKnown):
        services.restore_employer(item=row)
    bins.empty(timezone.now() + timedelta(days=bins.BIN_DAYS + 1))
    assert not EmployerPartnership.objects.filter(pk=row.pk).exists()


def test_only_who_keeps_the_school_sees_it_in_the_bin(cast: Cast) -> None:
    row = services.add_employer(project=cast.project, school=cast.institute, name="Esimerkkipaja", facts={})
    services.remove_employer(partnership=row, actor=cast.aino)
    kind = next(kind for kind in bins.kinds() if kind.name == "employer")
    assert list(kind.waiting(cast.aino, cast.project)) == [row]  # type: ignore[arg-type]
    assert not kind.waiting(cast.bertil, cast.project)  # of another school
    assert kind.waiting(cast.maija, cast.project) is None  # management only reads
