"""The key of an open round is looked at every day, and can be given up when it is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.ballot.counting import key_store
from surveys.services import keys
from surveys.services.rounds import RoundRefused
from tests.cast import Cast
from tests.surveys.fielding import invite, leaf, make_draft, make_open, silent
from yhes.common.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    """Some of these tests damage keys, and another test's round may have the same number."""
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


# --- The key, day by day ---------------------------------------------------------------------------


def test_daily_probe_finds_a_key_that_works_and_one_that_is_gone(cast: Cast) -> None:
    round_ = make_open(cast)
    assert keys.probe_key(round_id=round_.pk)
    for path in key_store().copies(round_.pk):
        path.unlink()
    assert not keys.probe_key(round_id=round_.pk)
    round_.refresh_from_db()
    assert round_.is_key_lost


def test_probe_alarms_when_the_key_is_another_rounds(cast: Cast) -> None:
    first, second = make_open(cast), make_open(cast)
    path, other = key_store().copies(first.pk)[0], key_store().copies(second.pk)[0]
    path.write_bytes(other.read_bytes())
    assert not keys.probe_key(round_id=first.pk)


def test_probes_are_started_once_a_day_for_rounds_with_a_key(cast: Cast) -> None:
    opened, _draft = make_open(cast), make_draft(cast)
    keys.start_probes(timezone.now())
    assert not Job.objects.filter(kind="surveys.probe_key").exists(), "opening was today's probe"
    keys.start_probes(timezone.now() + timedelta(days=1))
    keys.start_probes(timezone.now() + timedelta(days=1, minutes=1))
    job = Job.objects.get(kind="surveys.probe_key")
    assert job.payload == {"round": opened.pk}


def test_a_key_that_works_cannot_be_used_to_throw_answers_away(cast: Cast) -> None:
    round_ = make_open(cast)
    with pytest.raises(RoundRefused, match="avain toimii"):
        keys.request_restart(round_=round_, user=cast.aino, closes_at=timezone.now() + timedelta(days=1))


def test_starting_over_unspends_every_link_and_invites_again(cast: Cast, visitor: Client) -> None:
    from surveys.models import Envelope, Invitation
    from tests.surveys.fielding import send

    round_ = make_open(cast)
    token = invite(leaf(round_), "liisa@example.org")
    send(visitor, round_, token)
    old_key = bytes(round_.public_key or b"")
    for path in key_store().copies(round_.pk):
        path.write_text("damaged")
    keys.probe_key(round_id=round_.pk)
    closes_at = timezone.now() + timedelta(days=3)
    keys.request_restart(round_=round_, user=cast.aino, closes_at=closes_at)
    keys.restart_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.is_accepting
    assert not round_.is_key_lost
    assert round_.closes_at == closes_at
    assert bytes(round_.public_key or b"") != old_key
    assert not Envelope.objects.exists()
    assert Job.objects.filter(kind="surveys.mail_invitations").exists()
    assert send(visitor, round_, token).status_code == 200
    assert Envelope.objects.count() == 1
    assert Invitation.objects.get().is_spent
