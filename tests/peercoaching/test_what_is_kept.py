"""What is exported, recorded, and told to the person whose data it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import Coach, Pairing, Session
from tests.cast import Cast
from tests.peercoaching.network import (
    ASKER,
    NEED,
    count,
    desk,
    profile,
)
from yhes.common import registry
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_export_names_nobody(cast: Cast, pair: Pairing, as_aino: Client) -> None:
    Session.objects.create(pairing=pair, held_on=timezone.localdate(), minutes=45)
    text = as_aino.get(desk("pairs_csv", cast.project)).content.decode("utf-8-sig")
    assert "1;45" in text
    for secret in ("Essi", "Cecilia", NEED, "example.org", "Esimerkkiopisto"):
        assert secret not in text


def test_the_trail_names_neither_of_a_pair(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    count(as_cecilia, cast.project, pair, timezone.localdate())
    as_cecilia.post(desk("coach_edit", cast.project, pair.coach_id), profile(name="Uusi Nimi"))
    as_cecilia.post(desk("pair_end", cast.project, pair.pk))
    events = AuditEvent.objects.filter(action__startswith="peercoaching.")
    assert events.filter(action="peercoaching.pair_ended").exists()
    for event in events:
        words = f"{event.object_label} {event.changes}"
        for secret in ("Essi", "Cecilia", "Uusi Nimi", ASKER, NEED):
            assert secret not in words


def test_own_data_holds_the_profile_and_not_the_other_of_the_pair(cast: Cast, pair: Pairing) -> None:
    Session.objects.create(pairing=pair, held_on=timezone.localdate(), minutes=45)
    data = registry.providers("personal_data")["peercoaching"](cast.cecilia)
    assert data["profiles"][0]["email"] == cast.cecilia.email
    assert data["pairs"][0]["sessions"] == 1
    assert "Essi" not in str(data)
    assert registry.providers("personal_data")["peercoaching"](cast.eero) == {
        "profiles": [],
        "pairs": [],
        "requests": [],
    }


def test_the_profile_goes_with_the_account_and_the_sessions_stay(
    cast: Cast, pair: Pairing, as_aino: Client
) -> None:
    from yhes.accounts.services import losses, remove_account

    Session.objects.create(pairing=pair, held_on=timezone.localdate())
    assert any(str(pair.request.network) in loss for loss in losses(cast.cecilia))
    remove_account(user=cast.cecilia)
    assert not Coach.objects.exists()
    assert Session.objects.count() == 1
    for name, key in (("request", pair.request_id), ("pair", pair.pk)):
        page = as_aino.get(desk(name, cast.project, key))
        assert page.status_code == 200
        assert "Cecilia" not in page.content.decode()
    assert as_aino.get(desk("pairs", cast.project)).status_code == 200
