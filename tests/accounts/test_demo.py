"""Demo mode: one click signs in, letters are on a page; and none of it outside the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from projects.register.models import Role
from tests.accounts.people import address, give_app, text_of
from tests.cast import Cast, give_role
from yhes.accounts import mailbox
from yhes.accounts.demo import DEMO_PEOPLE, create_demo_people
from yhes.accounts.models import User
from yhes.common.mail.backend import LetterFileBackend

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> dict[str, User]:
    settings.DEMO = True
    settings.MAIL_DIR = tmp_path / "mail"
    return create_demo_people()


def click(client: Client, key: str) -> Any:
    return client.post(address("accounts:demo"), {"person": key})


def write_letter(subject: str = "Tervetuloa", *, html: str = "", attachment: bytes = b"") -> str:
    """A letter as the portal writes it; its file name."""
    message = EmailMultiAlternatives(subject, f"{subject}: http://127.0.0.1:8000/fi/", to=["a@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    if attachment:
        message.attach("työpaja 1.ics", attachment, "text/calendar")
    LetterFileBackend().send_messages([message])
    return mailbox.names()[0]


# --- Signing in with one click -------------------------------------------------------------------


def test_there_is_a_person_for_every_role_and_all_are_fictional(demo: dict[str, User]) -> None:
    assert demo.keys() == {"coordinator", "contact", "management", "coach", "administrator"}
    assert [person.is_superuser for person in demo.values()] == [False, False, False, False, True]
    assert all(person.email.endswith(".example") for person in demo.values())
    assert not any(person.has_usable_password() for person in demo.values())


def test_making_them_twice_changes_nothing(demo: dict[str, User]) -> None:
    User.objects.filter(pk=demo["coach"].pk).update(name="Cecilia K.")
    again = create_demo_people()
    assert {user.pk for user in again.values()} == {user.pk for user in demo.values()}
    assert again["coach"].name == "Cecilia K."


def test_the_page_tells_who_they_are_and_what_they_can_do(demo: dict[str, User], client: Client) -> None:
    page = text_of(client.get(address("accounts:demo", language="en")))
    for person in DEMO_PEOPLE:
        assert person.name in page
    assert page.count('method="post"') == len(DEMO_PEOPLE)


def test_sign_in_offers_the_demo_page(demo: dict[str, User], client: Client) -> None:
    assert address("accounts:demo") in text_of(client.get(address("account_login")))


@pytest.mark.parametrize("key", ["coordinator", "administrator"])
def test_one_click_signs_in_without_a_second_factor(
    demo: dict[str, User], cast: Cast, client: Client, key: str
) -> None:
    give_role(demo["coordinator"], cast.project, Role.COORDINATOR)
    assert click(client, key)["Location"] == address("desk:overview")
    assert client.get(address("accounts:profile")).status_code == 200


def test_even_when_somebody_added_a_factor_in_the_demo(demo: dict[str, User], client: Client) -> None:
    give_app(demo["administrator"])
    click(client, "administrator")
    assert client.get(address("accounts:profile")).status_code == 200


def test_opening_the_page_signs_nobody_in(demo: dict[str, User], client: Client) -> None:
    client.get(address("accounts:demo"), {"person": "administrator"})
    assert client.get(address("accounts:profile")).status_code == 302


@pytest.mark.parametrize("key", ["", "nobody", "aino@esimerkki.example", "1"])
def test_only_demo_people_can_be_chosen(demo: dict[str, User], client: Client, key: str) -> None:
    assert click(client, key).status_code == 404
    assert client.get(address("accounts:profile")).status_code == 302


def test_the_mark_counts_for_its_own_person_only(demo: dict[str, User], cast: Cast, client: Client) -> None:
    from yhes.accounts import access

    client.force_login(cast.admin)
    session = client.session
    session[access.DEMO_KEY] = demo["administrator"].pk
    session.save()
    assert client.get(address("accounts:profile"))["Location"].startswith(address("mfa_reauthenticate"))


def test_before_the_data_is_loaded_the_page_says_what_to_do(settings: Any, client: Client) -> None:
    settings.DEMO = True
    page = text_of(client.get(address("accounts:demo")))
    assert "load_demo" in page
    assert "<form" not in page.partition("<main")[2]


# --- Never outside the demo, nor from another machine -------------------------------------------------


PAGES = ("accounts:demo", "accounts:mailbox")


@pytest.mark.parametrize("name", PAGES)
def test_outside_the_demo_the_pages_do_not_exist(client: Client, name: str) -> None:
    create_demo_people()
    assert client.get(address(name)).status_code == 404
    assert click(client, "administrator").status_code == 404
    assert client.get(address("accounts:profile")).status_code == 302


def test_outside_the_demo_letters_cannot_be_read(
    demo: dict[str, User], settings: Any, client: Client
) -> None:
    name = write_letter(html="<p>x</p>", attachment=b"x")
    settings.DEMO = False
    for path in (
        address("accounts:letter", name),
        address("accounts:letter_page", name),
        address("accounts:attachment", name, 0),
    ):
        assert client.get(path).status_code == 404


def test_sign_in_does_not_offer_it_outside_the_demo(client: Client) -> None:
    assert address("accounts:demo") not in text_of(client.get(address("account_login")))


def test_a_session_of_the_demo_is_worth_nothing_outside_it(
    demo: dict[str, User], settings: Any, client: Client
) -> None:
    click(client, "administrator")
    settings.DEMO = False
    assert client.get(address("accounts:profile"))["Location"] == address("mfa_index")


@pytest.mark.parametrize("name", PAGES)
def test_another_machine_gets_nothing_even_in_the_demo(demo: dict[str, User], name: str) -> None:
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.get(address(name)).status_code == 404
    assert click(other, "administrator").status_code == 404


@pytest.mark.parametrize(
    ("hosts", "site", "is_refused"),
    [
        (["127.0.0.1", "localhost"], "http://127.0.0.1:8000", False),
        (["127.0.0.1", "yhes.example.org"], "http://127.0.0.1:8000", True),
        (["*"], "http://127.0.0.1:8000", True),
        (["127.0.0.1"], "https://yhes.example.org", True),
    ],
)
def test_the_demo_refuses_to_start_for_another_host(
    settings: Any, hosts: list[str], site: str, is_refused: bool
) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_URL = hosts, site
    settings.DEMO = True
    found = [message.id for message in checks.run_checks(tags=[checks.Tags.security])]
    assert ("accounts.E001" in found) is is_refused
    settings.DEMO = False
    found = [message.id for message in checks.run_checks(tags=[checks.Tags.security])]
    assert "accounts.E001" not in found


# --- Letters -------------------------------------------------------------------------------------------


def test_without_letters_the_page_says_how_to_get_one(demo: dict[str, User], client: Client) -> None:
    assert 'class="empty"' in text_of(client.get(address("accounts:mailbox")))


def test_letters_are_listed_newest_first_a_page_at_a_time(demo: dict[str, User], client: Client) -> None:
    for number in range(30):
        write_letter(f"Kirje {number:02}")
    first = text_of(client.get(address("accounts:mailbox")))
    assert first.index("Kirje 29") < first.index("Kirje 28")
    assert "Kirje 05" in first
    assert "Kirje 04" not in first
    second = text_of(client.get(address("accounts:mailbox"), {"page": 2}))
    assert "Kirje 04" in second
    assert client.get(address("accounts:mailbox"), {"page": "x"}).status_code == 200


def test_a_letter_is_shown_as_text_with_links_and_as_it_looks(demo: dict[str, User], client: Client) -> None:
    name = write_letter("Å & ö", html="<html><head></head><body><p>Hei</p></body></html>")
    page = text_of(client.get(address("accounts:letter", name)))
    assert "<h1>Å &amp; ö</h1>" in page
    assert '<a href="http://127.0.0.1:8000/fi/"' in page
    assert address("accounts:letter_page", name) in page
    assert "sandbox=" in page


def test_a_letters_html_can_run_nothing(demo: dict[str, User], client: Client) -> None:
    name = write_letter(html="<html><head></head><body><script>alert(1)</script></body></html>")
    response = client.get(address("accounts:letter_page", name))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_letter_without_html_has_no_frame(demo: dict[str, User], client: Client) -> None:
    name = write_letter()
    assert "<iframe" not in text_of(client.get(address("accounts:letter", name)))
    assert client.get(address("accounts:letter_page", name)).status_code == 404


def test_attachments_can_be_downloaded(demo: dict[str, User], client: Client) -> None:
    name = write_letter(attachment=b"BEGIN:VCALENDAR")
    assert "työpaja 1.ics" in text_of(client.get(address("accounts:letter", name)))
    response = client.get(address("accounts:attachment", name, 0))
    assert response.content == b"BEGIN:VCALENDAR"
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(address("accounts:attachment", name, 1)).status_code == 404


@pytest.mark.parametrize(
    "name", ["x.eml", "..%2Fyhes.sqlite3", "%2Fetc%2Fpasswd", ".hidden.eml", "a.txt", "x" * 300 + ".eml"]
)
def test_only_letters_can_be_opened(demo: dict[str, User], client: Client, tmp_path: Path, name: str) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / ".hidden.eml").write_text("Subject: x\n\nx")
    (tmp_path / "mail" / "a.txt").write_text("Subject: x\n\nx")
    path = address("accounts:letter", "NAME").replace("NAME", name)
    assert client.get(path).status_code == 404


def test_a_broken_file_among_the_letters_does_not_break_the_page(
    demo: dict[str, User], client: Client, tmp_path: Path
) -> None:
    write_letter("Ehjä")
    (tmp_path / "mail" / "20990101-broken.eml").write_bytes(b"\xff\xfe no letter at all\x00")
    page = text_of(client.get(address("accounts:mailbox")))
    assert "Ehjä" in page
    assert client.get(address("accounts:letter", "20990101-broken.eml")).status_code == 200
