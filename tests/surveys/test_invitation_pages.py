"""The desk's pages for inviting, and who may use them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys.models import Group, Invitation, Round, SharedLink
from surveys.services.invitations.people import Person
from tests.cast import Cast
from tests.surveys.fielding import (
    leaf,
    url,
)
from tests.surveys.workbooks import repacked, workbook

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")


def many(count: int, name: str = "a") -> list[Person]:
    return [Person(f"{name}{number}@example.org", "fi") for number in range(count)]


# --- The desk's pages ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_list_is_shown_for_confirmation_before_anything_is_stored(
    cast: Cast, as_aino: Client, south: Group
) -> None:
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    sent = {"addresses": "liisa@example.org\nmatti@example.org;sv", "language": "fi"}
    page = as_aino.post(address, sent).content.decode()
    assert "Lähetetäänkö 2 kutsua?" in page
    assert not Invitation.objects.exists()
    as_aino.post(address, {**sent, "confirmed": "on"})
    assert dict(Invitation.objects.values_list("email", "language")) == {
        "liisa@example.org": "fi",
        "matti@example.org": "sv",
    }


@pytest.mark.django_db
def test_bad_lines_are_named_and_keep_everybody_out(cast: Cast, as_aino: Client, south: Group) -> None:
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    sent = {"addresses": "liisa@example.org\nmatti\nville@@example.org", "language": "fi", "confirmed": "on"}
    page = as_aino.post(address, sent).content.decode()
    assert "Rivillä 2 ei ole yhtä sähköpostiosoitetta: ”matti”" in page
    assert "Rivillä 3" in page
    assert "liisa@example.org" in page, "what was typed is still there"
    assert not Invitation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tyhjä"),
        (b"\n\n", "ei ole sähköpostiosoitteita"),
        (b"\xff\xfe\x00\x81\x8d", "tekstitiedosto"),
        (b"x" * 1_100_000, "liian suuri"),
        ("liisa@example.org;sv\r\näiti@example.org".encode("cp1252"), "Rivillä 2"),
    ],
)
def test_uploaded_file_that_is_no_list_is_refused_in_words(
    cast: Cast, as_aino: Client, south: Group, content: bytes, words: str
) -> None:
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    sent = {"file": SimpleUploadedFile("lista.csv", content), "language": "fi", "confirmed": "on"}
    assert words in as_aino.post(address, sent).content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_people_are_read_from_a_workbook_as_it_is(cast: Cast, as_aino: Client, south: Group) -> None:
    """Titles, names and empty rows may stand there; formulas count as what they show."""
    rows = [
        ["Nimi", "Sähköposti", "Kieli"],
        ["Liisa Lampi", "Liisa@example.org", None],
        [None, None, None],
        ["Matti Mäki", "matti@example.org", "SV"],
    ]
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    sent = {"file": SimpleUploadedFile("väki.xlsx", workbook(Henkilöt=rows, Muuta=[["x"]])), "language": "fi"}
    assert "Liisa Lampi" not in as_aino.post(address, sent).content.decode()
    sent["file"].seek(0)
    as_aino.post(address, {**sent, "confirmed": "on"})
    people = Invitation.objects.order_by("email").values_list("email", "language")
    assert list(people) == [("liisa@example.org", "fi"), ("matti@example.org", "sv")]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["empty", "bad_row", "broken", "macro"])
def test_workbook_that_is_no_list_is_refused_and_stores_nothing(
    cast: Cast, as_aino: Client, south: Group, name: str
) -> None:
    sound = workbook(Lista=[["liisa@example.org"], ["matti"]])
    content = {
        "empty": workbook(Lista=[]),
        "bad_row": sound,
        "broken": sound[: len(sound) // 2],
        "macro": repacked(sound, {"xl/vbaProject.bin": b"x"}),
    }[name]
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    sent = {"file": SimpleUploadedFile("lista.xlsx", content), "language": "fi", "confirmed": "on"}
    page = as_aino.post(address, sent).content.decode()
    assert "error-summary" in page
    assert ("Rivillä 2" in page) == (name == "bad_row")
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_too_many_addresses_are_refused(cast: Cast, as_aino: Client, south: Group) -> None:
    text = "\n".join(f"a{number}@example.org" for number in range(5_001))
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    page = as_aino.post(address, {"addresses": text, "language": "fi", "confirmed": "on"}).content.decode()
    assert "enintään 5000" in page
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_list_of_people_asks_a_contact_for_a_second_factor(
    cast: Cast, as_bertil: Client, south: Group
) -> None:
    address = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    for response in (as_bertil.get(address), as_bertil.post(address, {"addresses": "liisa@example.org"})):
        assert response.status_code == 302
        assert response["Location"] != address
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_contact_invites_the_own_organisation_and_no_other(
    cast: Cast, with_factor: Client, round_: Round, south: Group
) -> None:
    own = url("group_invitations", cast.project.slug, round_.pk, south.pk)
    sent = {"addresses": "liisa@example.org", "language": "sv", "confirmed": "on"}
    with_factor.post(own, sent)
    assert Invitation.objects.count() == 1
    other = leaf(round_, "Esimerkkiskolan")
    for name in ("group_invitations", "slips", "share_link", "round_remind", "failed_retry", "poster"):
        response = with_factor.post(url(name, cast.project.slug, round_.pk, other.pk), sent)
        assert response.status_code in (404, 405), name
    assert Invitation.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("client", "status"), [("as_maija", 403), ("as_cecilia", 403), ("as_eero", 404)])
def test_nobody_else_invites(
    cast: Cast, client: str, status: int, request: pytest.FixtureRequest, round_: Round, south: Group
) -> None:
    browser: Client = request.getfixturevalue(client)
    for name in ("slips", "share_link", "round_remind"):
        address = url(name, cast.project.slug, round_.pk, south.pk)
        assert browser.post(address, {"count": "1", "batch": str(uuid4())}).status_code == status
    assert not Invitation.objects.exists()
    assert not SharedLink.objects.exists()


@pytest.mark.django_db
def test_poster_leads_to_the_group(cast: Cast, as_aino: Client, link: SharedLink, settings: Any) -> None:
    page = as_aino.get(url("poster", cast.project.slug, link.group.round_id, link.group_id)).content.decode()
    assert f"{settings.SITE_URL}/k/{link.code}" in page
    assert "data:image/svg+xml" in page
