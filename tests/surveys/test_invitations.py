"""Inviting: nobody twice, nobody half, no token anywhere but in the letter, nobody learns who answered."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from surveys.forms.invitations import read_people
from surveys.models import Envelope, Group, Invitation, InvitationToken, ResponseRate, Round, SharedLink
from surveys.services import answering, rates
from surveys.services.invitations import mailing, people, shared_links, slips
from surveys.services.invitations.people import InvitedElsewhere, Person
from surveys.services.invitations.room import InvitingRefused
from tests.cast import Cast, give_second_factor, sign_in
from tests.services import free_port
from tests.surveys.fielding import (
    arrive,
    close_by_clock,
    fill_in,
    invite,
    leaf,
    make_draft,
    make_open,
    send,
    silent,
    sure,
    url,
)
from tests.surveys.mail_server import mail_server, use_port
from yhes.common import jobs
from yhes.common.models import Job

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")


@pytest.fixture
def round_(cast: Cast) -> Round:
    return make_open(cast)


@pytest.fixture
def south(round_: Round) -> Group:
    return leaf(round_)


@pytest.fixture
def with_factor(cast: Cast) -> Client:
    """Bertil after he has confirmed with a second factor."""
    give_second_factor(cast.bertil)
    return sign_in(Client(), cast.bertil)


def many(count: int, name: str = "a") -> list[Person]:
    return [Person(f"{name}{number}@example.org", "fi") for number in range(count)]


# --- Reading a list of addresses -----------------------------------------------------------------


def test_list_is_read_however_it_was_made() -> None:
    text = (
        "Sähköposti;Kieli\r\n"
        "Liisa@Example.org;sv\r\n"
        "\r\n"
        '"Matti Meikäläinen <matti@example.org>"\r\n'
        "Kaisa,kaisa@example.org,EN\n"
        "liisa@example.org\t\n"
        "  ville@example.org  "
    )
    found, problems = read_people(text, "fi")
    assert [(person.email, person.language) for person in found] == [
        ("liisa@example.org", "sv"),
        ("matti@example.org", "fi"),
        ("kaisa@example.org", "en"),
        ("ville@example.org", "fi"),
    ]
    assert not problems


@pytest.mark.parametrize(
    "line",
    [
        "liisa",
        "liisa@",
        "@example.org",
        "a@b",
        "liisa@example.org matti@example.org",
        "liisa@example.org;matti@example.org",
        "liisa@example..org",
        "x" * 300 + "@example.org",
        "liisa@example.org" + " " * 600 + "x",
        "=cmd|' /C calc'!A0",
        "liisa\x00@example.org",
    ],
)
def test_bad_line_is_named_by_its_number(line: str) -> None:
    _found, problems = read_people(f"ok@example.org\n\n{line}\nok2@example.org", "fi")
    assert [problem.line for problem in problems] == [3]
    assert len(problems[0].text) <= 80


# --- Inviting ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_people_are_invited_once_and_a_job_is_started(cast: Cast, south: Group) -> None:
    first = people.invite_people(group=south, people=[LIISA, MATTI], user=cast.aino)
    assert (first.new, first.already) == (2, 0)
    again = people.invite_people(
        group=south, people=[LIISA, Person("uusi@example.org", "fi")], user=cast.aino
    )
    assert (again.new, again.already) == (1, 1)
    assert Invitation.objects.count() == 3
    job = Job.objects.get(kind="surveys.mail_invitations")
    assert job.payload == {"group": south.pk}, "a job carries keys, not addresses"


@pytest.mark.django_db
def test_headcount_is_never_exceeded_and_nobody_is_invited_half(cast: Cast, south: Group) -> None:
    people.invite_people(group=south, people=many(20), user=cast.aino)
    with pytest.raises(InvitingRefused, match="vielä voi kutsua 10, ei 11"):
        people.invite_people(group=south, people=many(11, "b"), user=cast.aino)
    with pytest.raises(InvitingRefused):
        slips.make_slips(group=south, count=11, user=cast.aino)
    assert Invitation.objects.count() == 20
    assert len(slips.make_slips(group=south, count=10, user=cast.aino)) == 10


@pytest.mark.django_db
def test_a_person_is_invited_in_one_group_of_a_round_only(cast: Cast, round_: Round, south: Group) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    with pytest.raises(InvitedElsewhere) as refused:
        people.invite_people(group=leaf(round_, "Pohjoinen"), people=[LIISA, MATTI], user=cast.aino)
    assert refused.value.emails == ("liisa@example.org",)
    assert Invitation.objects.count() == 1
    other = make_open(cast)
    people.invite_people(group=leaf(other), people=[LIISA], user=cast.aino)


@pytest.mark.django_db
def test_people_are_invited_into_leaves_of_open_rounds_only(cast: Cast, round_: Round, south: Group) -> None:
    assert south.parent is not None
    with pytest.raises(InvitingRefused, match="yksiköihin"):
        people.invite_people(group=south.parent, people=[LIISA], user=cast.aino)
    with pytest.raises(InvitingRefused, match="avoinna"):
        people.invite_people(group=leaf(make_draft(cast)), people=[LIISA], user=cast.aino)
    close_by_clock(round_)
    for action in (
        lambda: people.invite_people(group=south, people=[LIISA], user=cast.aino),
        lambda: slips.make_slips(group=south, count=1, user=cast.aino),
        lambda: shared_links.share_link(group=south, user=cast.aino),
        lambda: mailing.request_reminder(group=south, user=cast.aino),
    ):
        with pytest.raises(InvitingRefused, match="avoinna"):
            action()


@pytest.mark.django_db
def test_shared_link_and_personal_invitations_exclude_each_other(
    cast: Cast, round_: Round, south: Group
) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    with pytest.raises(InvitingRefused, match="vastata kahdesti"):
        shared_links.share_link(group=south, user=cast.aino)
    north = leaf(round_, "Pohjoinen")
    shared_links.share_link(group=north, user=cast.aino)
    for action in (
        lambda: people.invite_people(group=north, people=[MATTI], user=cast.aino),
        lambda: slips.make_slips(group=north, count=1, user=cast.aino),
    ):
        with pytest.raises(InvitingRefused, match="vastata kahdesti"):
            action()


# --- The letters -------------------------------------------------------------------------------------


def token_in(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"/v/(\S+)", body.get_content())
    assert found
    return found[1]


@pytest.mark.django_db(transaction=True)
def test_letters_carry_tokens_that_exist_nowhere_else(
    cast: Cast, worker: Any, letters: Any, visitor: Client
) -> None:
    round_ = make_open(cast)
    outcome = people.invite_people(group=leaf(round_), people=[LIISA, MATTI], user=cast.aino)
    job = worker.finish(outcome.job)
    assert job.state == Job.State.DONE
    assert (job.done, job.total) == (2, 2)
    finnish, swedish = letters(to="liisa@example.org"), letters(to="matti@example.org")
    assert len(finnish) == len(swedish) == 1
    assert finnish[0]["Subject"] == "Esimerkkikysely"
    assert swedish[0]["Subject"] == "Exempelenkät"
    token = token_in(finnish[0])
    assert arrive(visitor, token).status_code == 200
    assert send(visitor, round_, token).status_code == 200
    for needle in (token, token_in(swedish[0])):
        assert_nowhere(needle, worker.log())


def assert_nowhere(token: str, log: str) -> None:
    """Not in any column of any table, and not in the worker's log."""
    assert token not in log
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert not any(token in str(bytes(v) if isinstance(v, memoryview) else v) for v in row), table


@pytest.mark.django_db(transaction=True)
def test_letter_is_not_sent_again_when_the_job_runs_again(cast: Cast, worker: Any, letters: Any) -> None:
    round_ = make_open(cast)
    outcome = people.invite_people(group=leaf(round_), people=many(3), user=cast.aino)
    worker.finish(outcome.job)
    mailing.start_letters(round_)
    worker.tick()
    assert len(letters()) == 3 + len(letters(to="bertil@example.org"))


@pytest.mark.django_db(transaction=True)
def test_hash_is_committed_before_the_letter_leaves(cast: Cast, settings: Any) -> None:
    """If handing over fails half-way, a token nobody has is harmless; a letter without one is not."""
    south = leaf(make_open(cast))
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    seen = []

    def look(letter: EmailMessage) -> None:
        """In the mail server's thread, with a database connection of its own."""
        seen.append(answering.find_invitation(token_in(letter)).email)
        connection.close()

    with mail_server(settings, arrived=look):
        mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure)
    assert seen == ["liisa@example.org"]


@pytest.mark.django_db
def test_refused_address_is_shown_and_can_be_taken_back(
    cast: Cast, south: Group, settings: Any, as_aino: Client
) -> None:
    people.invite_people(group=south, people=[LIISA, MATTI], user=cast.aino)
    page = url("group_invitations", cast.project.slug, south.round_id, south.pk)
    with mail_server(settings, refused="liisa@example.org") as server:
        assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure) == 1
        assert [letter["To"] for letter in server.taken] == ["matti@example.org"]
        text = as_aino.get(page).content.decode()
        assert 'name="email" value="liisa@example.org"' in text
        assert 'name="email" value="matti@example.org"' not in text
        people.retry_failed(group=south, user=cast.aino)
        assert mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure) == 0
    people.withdraw_failed(group=south, email="matti@example.org")
    people.withdraw_failed(group=south, email="liisa@example.org")
    assert [invitation.email for invitation in Invitation.objects.all()] == ["matti@example.org"]


@pytest.mark.django_db
def test_mail_server_that_is_away_blames_nobody_and_the_clock_tries_again(
    cast: Cast, south: Group, settings: Any
) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    use_port(settings, free_port())  # where nobody listens
    with pytest.raises(jobs.JobFailed, match="ei juuri nyt ota"):
        mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure)
    assert not Invitation.objects.get().has_failed
    letter_jobs = Job.objects.filter(kind="surveys.mail_invitations")
    letter_jobs.update(state=Job.State.FAILED)
    mailing.resume_letters(timezone.now() + timedelta(minutes=5))
    assert letter_jobs.count() == 1, "not at once again"
    mailing.resume_letters(timezone.now() + timedelta(minutes=16))
    assert letter_jobs.active().count() == 1


@pytest.mark.django_db
def test_no_letter_leaves_after_the_round_has_closed(cast: Cast, south: Group, settings: Any) -> None:
    people.invite_people(group=south, people=[LIISA], user=cast.aino)
    close_by_clock(south.round)
    with mail_server(settings) as server:
        mailing.mail_invitations(group_id=south.pk, report=silent, confirm=sure)
        assert not server.taken


# --- Reminders ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_reminder_reaches_those_who_have_not_answered_and_tells_nobody_how_many(
    cast: Cast, worker: Any, letters: Any, visitor: Client
) -> None:
    round_ = make_open(cast)
    south = leaf(round_)
    tokens = {name: invite(south, f"{name}@example.org") for name in ("liisa", "matti", "kaisa")}
    send(visitor, round_, tokens["matti"])
    assert south.parent is not None
    job = worker.finish(mailing.request_reminder(group=south.parent, user=cast.aino))
    assert job.state == Job.State.DONE
    assert (job.done, job.total) == (3, 3), "the invited are counted, not the unanswered"
    assert job.result == {}
    assert len(letters(to="liisa@example.org")) == len(letters(to="kaisa@example.org")) == 1
    assert not letters(to="matti@example.org")
    assert set(Invitation.objects.values_list("reminded_on", flat=True)) == {timezone.localdate()}
    reminder = token_in(letters(to="liisa@example.org")[0])
    assert reminder != tokens["liisa"]
    assert send(visitor, round_, tokens["liisa"]).status_code == 200
    assert "on jo vastattu" in send(visitor, round_, reminder).content.decode()


@pytest.mark.django_db
def test_one_reminder_a_day_and_none_to_nobody(cast: Cast, round_: Round, south: Group) -> None:
    with pytest.raises(InvitingRefused, match="ei ole kutsuttu ketään"):
        mailing.request_reminder(group=south, user=cast.aino)
    invite(south, "liisa@example.org")
    mailing.remind(group_id=south.pk, on=timezone.localdate(), report=silent, confirm=sure)
    with pytest.raises(InvitingRefused, match="on jo lähetetty tänään"):
        mailing.request_reminder(group=south, user=cast.aino)


@pytest.mark.django_db
def test_failure_of_a_reminder_is_not_shown(south: Group, settings: Any) -> None:
    """A list of bounced reminders would be a list of people who have not answered."""
    invite(south, "liisa@example.org")
    with mail_server(settings, refused="liisa@example.org"):
        mailing.remind(group_id=south.pk, on=timezone.localdate(), report=silent, confirm=sure)
    assert not Invitation.objects.get().has_failed


# --- Code slips ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_codes_stand_on_the_printed_page_and_nowhere_else(
    cast: Cast, as_aino: Client, visitor: Client, south: Group
) -> None:
    address = url("slips", cast.project.slug, south.round_id, south.pk)
    assert as_aino.get(address).status_code == 405, "a code is made by a POST only"
    batch = {"count": "3", "batch": str(uuid4())}
    response = as_aino.post(address, batch)
    codes = re.findall(r'class="slip-code">([^<]+)<', response.content.decode())
    assert len(set(codes)) == 3
    assert "no-store" in response["Cache-Control"]
    assert Invitation.objects.filter(channel=Invitation.Channel.SLIP).count() == 3
    for code in codes:
        assert_nowhere(code, "")
        assert arrive(visitor, code).status_code == 200
    assert as_aino.post(address, batch).status_code == 302, "loading the page again makes none"
    assert Invitation.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("count", ["0", "-3", "501", "abc", "", "31"])
def test_number_of_slips_is_checked(cast: Cast, as_aino: Client, south: Group, count: str) -> None:
    address = url("slips", cast.project.slug, south.round_id, south.pk)
    assert as_aino.post(address, {"count": count, "batch": str(uuid4())}).status_code == 302
    assert not Invitation.objects.exists()


# --- Shared links -------------------------------------------------------------------------------------


@pytest.fixture
def link(cast: Cast, round_: Round) -> SharedLink:
    """Of Pohjoinen, which has seven people."""
    return shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)


@pytest.mark.django_db
def test_looking_at_a_poster_mints_nothing_and_starting_does(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    first_page = visitor.get(f"/k/{link.code}")
    assert first_page["Location"] == url("answer_shared", round_.pk, link.code)
    for _look in range(3):
        assert visitor.get(first_page["Location"]).status_code == 200
    assert not Invitation.objects.exists()
    started = visitor.post(first_page["Location"])
    assert started["Location"] == url("answer", round_.pk)
    assert Invitation.objects.get().channel == Invitation.Channel.SHARED
    visitor.post(first_page["Location"])
    assert Invitation.objects.count() == 1, "whoever starts again goes on"


@pytest.mark.django_db
def test_next_person_at_the_same_device_gets_an_invitation_of_their_own(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    for person in range(2):
        visitor.post(url("answer_shared", round_.pk, link.code))
        page = visitor.get(url("answer", round_.pk)).content.decode()
        token = re.search(r'name="_link" value="([^"]+)"', page)
        assert token
        assert " checked" not in page
        assert send(visitor, round_, token[1]).status_code == 200
        assert Envelope.objects.count() == person + 1


@pytest.mark.django_db
def test_answers_through_a_link_stop_at_the_headcount_and_the_contact_is_told_once(
    cast: Cast, round_: Round, link: SharedLink
) -> None:
    from post_office.models import Email

    before = Email.objects.count()
    tokens = [answering.start_from_link(link=link) for _person in range(9)]
    for token in tokens[:7]:
        answering.submit_answer(token=token, submission=_submission(round_))
    for token in tokens[7:]:
        with pytest.raises(answering.GroupFull):
            answering.submit_answer(token=token, submission=_submission(round_))
    assert Envelope.objects.count() == 7
    assert Invitation.objects.filter(is_spent=True).count() == 7, "a refused answer spends nothing"
    with pytest.raises(answering.GroupFull):
        answering.start_from_link(link=link)
    told = Email.objects.order_by("pk")[before:]
    assert [letter.to for letter in told] == [["bertil@example.org"]]


@pytest.mark.django_db
def test_starting_stops_at_three_times_the_headcount(
    round_: Round, link: SharedLink, visitor: Client
) -> None:
    for _start in range(21):
        answering.start_from_link(link=link)
    response = visitor.post(url("answer_shared", round_.pk, link.code))
    assert response.status_code == 409
    assert "ei voi enää vastata" in response.content.decode()
    assert Invitation.objects.count() == 21


@pytest.mark.django_db
def test_shared_link_of_a_closed_round_says_so(round_: Round, link: SharedLink, visitor: Client) -> None:
    close_by_clock(round_)
    address = url("answer_shared", round_.pk, link.code)
    assert visitor.get(address).status_code == 410
    assert visitor.post(address).status_code == 410
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_shared_link_under_another_round_is_refused(cast: Cast, link: SharedLink, visitor: Client) -> None:
    other = make_open(cast)
    assert visitor.post(url("answer_shared", other.pk, link.code)).status_code == 410
    assert not Invitation.objects.exists()


def _submission(round_: Round) -> Any:
    from surveys.forms import answers

    return answers.read(round_.asked, fill_in(round_))


# --- Response rates -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rates_are_coarse_and_of_large_groups_only(cast: Cast, round_: Round) -> None:
    invite_many(round_, {"Etelä": (25, 24), "Pohjoinen": (7, 7), "Esimerkkiskolan": (20, 9)})
    rates.refresh(round_=round_, now=timezone.now())
    shown = {str(rate.group): rate.tens for rate in ResponseRate.objects.all()}
    assert shown == {
        "Esimerkkipolku": 7,  # 40 of 52
        "Esimerkkiopisto": ResponseRate.OVER_NINETY,  # 31 of 32
        "Esimerkkiskolan": 4,
    }


@pytest.mark.django_db
def test_no_rate_where_a_difference_would_show_a_small_group(cast: Cast, round_: Round) -> None:
    invite_many(round_, {"Etelä": (25, 5), "Pohjoinen": (7, 3), "Esimerkkiskolan": (12, 6)})
    rates.refresh(round_=round_, now=timezone.now())
    assert {str(rate.group) for rate in ResponseRate.objects.all()} == {"Esimerkkipolku"}


def invite_many(round_: Round, counts: dict[str, tuple[int, int]]) -> None:
    """So many invited in each group, of whom so many have answered."""
    for name, (invited, answered) in counts.items():
        group = leaf(round_, name)
        Invitation.objects.bulk_create(
            Invitation(round=round_, group=group, channel=Invitation.Channel.SLIP, is_spent=number < answered)
            for number in range(invited)
        )


@pytest.mark.parametrize(
    ("answered", "invited", "tens"),
    [(0, 20, 0), (19, 100, 1), (20, 100, 2), (89, 100, 8), (90, 100, 10), (100, 100, 10)],
)
def test_rate_is_rounded_down(answered: int, invited: int, tens: int) -> None:
    assert rates.rounded(answered, invited) == tens


@pytest.mark.django_db
def test_rates_are_made_once_a_day_and_not_on_request(cast: Cast, round_: Round) -> None:
    morning = timezone.localtime().replace(hour=7, minute=0) + timedelta(days=1)
    rates.refresh_due(morning.replace(hour=5))
    round_.refresh_from_db()
    assert round_.rated_at is None, "not before the morning"
    rates.refresh_due(morning)
    round_.refresh_from_db()
    assert round_.rated_at == morning
    rates.refresh_due(morning + timedelta(hours=9))
    round_.refresh_from_db()
    assert round_.rated_at == morning
    rates.refresh_due(morning + timedelta(days=1))
    round_.refresh_from_db()
    assert round_.rated_at == morning + timedelta(days=1)


@pytest.mark.django_db
def test_one_more_answer_changes_no_page_of_anybody_within_the_day(
    cast: Cast, round_: Round, as_aino: Client, with_factor: Client, as_maija: Client, visitor: Client
) -> None:
    """Attack 12 of the anonymity tests."""
    invite_many(round_, {"Etelä": (25, 24), "Pohjoinen": (6, 0), "Esimerkkiskolan": (20, 10)})
    token = invite(leaf(round_, "Pohjoinen"))
    rates.refresh(round_=round_, now=timezone.now())
    slug, south = round_.project.slug, leaf(round_)
    addresses = [
        url("rounds", slug),
        url("round", slug, round_.pk),
        url("invitations", slug, round_.pk),
        url("group_invitations", slug, round_.pk, south.pk),
        url("group_invitations", slug, round_.pk, leaf(round_, "Pohjoinen").pk),
    ]

    def look() -> list[str]:
        people_ = (as_aino, with_factor, as_maija)
        return [_plain(person.get(address).content.decode()) for person in people_ for address in addresses]

    before = look()
    assert send(visitor, round_, token).status_code == 200
    assert look() == before


def _plain(html: str) -> str:
    """Without what differs at each look by design: CSRF tokens and names of forms."""
    return re.sub(r'value="[\w-]{36,}"|nonce="[^"]+"', "", html)


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
@pytest.mark.parametrize("client", ["as_maija", "as_cecilia", "as_eero"])
def test_nobody_else_invites(
    cast: Cast, client: str, request: pytest.FixtureRequest, round_: Round, south: Group
) -> None:
    browser: Client = request.getfixturevalue(client)
    for name in ("slips", "share_link", "round_remind"):
        address = url(name, cast.project.slug, round_.pk, south.pk)
        assert browser.post(address, {"count": "1", "batch": str(uuid4())}).status_code == 404
    assert not Invitation.objects.exists()
    assert not SharedLink.objects.exists()


@pytest.mark.django_db
def test_poster_leads_to_the_group(cast: Cast, as_aino: Client, link: SharedLink, settings: Any) -> None:
    page = as_aino.get(url("poster", cast.project.slug, link.group.round_id, link.group_id)).content.decode()
    assert f"{settings.SITE_URL}/k/{link.code}" in page
    assert "data:image/svg+xml" in page


# --- Forgetting ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_invitations_are_forgotten_thirty_days_after_closing(
    cast: Cast, round_: Round, south: Group, link: SharedLink
) -> None:
    invite(south, "liisa@example.org")
    closed = timezone.now()
    Round.objects.update(state=Round.State.PURGED, closed_at=closed)
    people.forget_invitations(closed + timedelta(days=29))
    assert Invitation.objects.exists()
    people.forget_invitations(closed + timedelta(days=30, minutes=1))
    assert not Invitation.objects.exists()
    assert not InvitationToken.objects.exists()
    assert not SharedLink.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["open", "closing"])
def test_invitations_of_a_round_that_is_not_counted_are_kept(round_: Round, south: Group, state: str) -> None:
    invite(south, "liisa@example.org")
    Round.objects.update(state=state, closed_at=timezone.now() - timedelta(days=100))
    people.forget_invitations(timezone.now())
    assert Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_token_is_not_in_the_log_even_when_the_database_fails(
    cast: Cast, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    round_ = make_open(cast)
    token = invite(leaf(round_))
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(_broken):
        assert client.get(f"/v/{token}").status_code == 500
    captured = capfd.readouterr()
    assert "Internal Server Error" in captured.err
    assert token not in captured.out + captured.err


def _broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    from django.db import OperationalError

    raise OperationalError("the database is away")
