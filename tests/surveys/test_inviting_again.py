"""A survey that goes on: those whom the round before invited by e-mail are invited with one press."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Group, Invitation, Mailing, Round
from surveys.services.invitations import again, people, scheduling
from tests.cast import Cast
from tests.surveys.fielding import invite, leaf, make_open, url

pytestmark = pytest.mark.django_db

THEN = ("aada@example.org", "bo@example.org", "cilla@example.org")


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def before(cast: Cast) -> Round:
    """A round of the same survey that closed yesterday; three people of Etelä were invited by e-mail."""
    round_ = make_open(cast)
    for email in THEN:
        invite(leaf(round_), email, language="sv" if email.startswith("bo") else "fi")
    invite(leaf(round_, "Pohjoinen"), "pohjoinen@example.org")
    past(round_, days=8)
    return round_


def past(round_: Round, *, days: int) -> None:
    opened = timezone.now() - timedelta(days=days)
    closed = opened + timedelta(days=7)
    Round.objects.filter(pk=round_.pk).update(
        opened_at=opened, closes_at=closed, closed_at=closed, state=Round.State.PURGED
    )


def listed(group: Group) -> list[tuple[str, str]]:
    found = again.last_time(group)
    return [(person.email, person.language) for person in found.people] if found else []


def test_the_same_people_of_the_same_unit_in_their_own_languages(cast: Cast, before: Round) -> None:
    Invitation.objects.filter(email=THEN[0]).update(is_spent=True)  # who answered is no criterion
    now = make_open(cast)
    assert listed(leaf(now)) == [(THEN[0], "fi"), (THEN[1], "sv"), (THEN[2], "fi")]
    assert listed(leaf(now, "Pohjoinen")) == [("pohjoinen@example.org", "fi")]
    assert listed(leaf(now, "Esimerkkiskolan")) == []
    invite(leaf(now, "Pohjoinen"), THEN[0])  # has changed units since
    assert [email for email, _language in listed(leaf(now))] == list(THEN[1:])
    other = make_open(cast, code="wl_competence")
    assert listed(leaf(other)) == [], "another survey asks its own people"


def test_whose_letter_failed_or_whose_address_was_erased_is_not_invited(cast: Cast, before: Round) -> None:
    older = make_open(cast)
    for email in THEN:
        invite(leaf(older), email)
    past(older, days=20)
    Invitation.objects.filter(round=before, email=THEN[0]).update(is_mailed=False, has_failed=True)
    people.erase_everywhere([THEN[1]])
    invite(leaf(older), THEN[1])  # an older list still knows the address
    now = make_open(cast)
    assert [email for email, _language in listed(leaf(now))] == [THEN[2]]
    people.erase_everywhere([THEN[2]])
    assert listed(leaf(now)) == [], "nobody is taken from a list before the last one"


def test_a_contact_confirms_a_number_and_reads_no_address(
    cast: Cast, before: Round, as_bertil: Client, with_factor: Client
) -> None:
    now = make_open(cast)
    group = leaf(now)
    page = with_factor.get(url("group_invitations", now.project.slug, now.pk, group.pk, language="en"))
    press = url("people_again", now.project.slug, now.pk, group.pk, language="en")
    assert f'action="{press}"' in page.content.decode()
    assert as_bertil.get(press).status_code == 405
    asked = with_factor.post(press)
    html = page.content.decode() + asked.content.decode()
    assert "Send 3 invitations?" in html
    assert not any(email in html for email in THEN)
    assert not Invitation.objects.filter(round=now).exists(), "nothing is sent before it is confirmed"
    for _twice in range(2):
        assert with_factor.post(press, {"confirmed": "on"}).status_code == 302
    assert sorted(Invitation.objects.filter(round=now).values_list("email", flat=True)) == list(THEN)
    page = with_factor.get(url("group_invitations", now.project.slug, now.pk, group.pk, language="en"))
    assert press not in page.content.decode(), "nobody is left to be invited again"


def test_letters_wait_for_their_time_and_the_group_is_never_overfilled(
    cast: Cast, before: Round, as_aino: Client
) -> None:
    now = make_open(cast)
    at = timezone.now() + timedelta(days=1)
    scheduling.schedule(round_=now, group=None, kind=Mailing.Kind.FIRST, at=at, user=cast.aino)
    press = url("people_again", now.project.slug, now.pk, leaf(now).pk)
    Group.objects.filter(pk=leaf(now).pk).update(headcount=2)
    answer = as_aino.post(press, {"confirmed": "on"}, follow=True)
    assert answer.status_code == 200
    assert not Invitation.objects.filter(round=now).exists(), "all or nobody"
    Group.objects.filter(pk=leaf(now).pk).update(headcount=30)
    as_aino.post(press, {"confirmed": "on"})
    waiting = Invitation.objects.filter(round=now).to_be_mailed()
    assert waiting.count() == 3
