"""Sessions are counted rightly, and a pair ends once somebody means it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import CoachingRequest, Pairing, Session
from peercoaching.services import pairing
from tests.cast import Cast
from tests.peercoaching.network import (
    count,
    desk,
    proposal,
    state_of,
)
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_day_is_counted_once_and_tomorrow_not_at_all(
    cast: Cast, pair: Pairing, as_cecilia: Client, as_aino: Client
) -> None:
    today = timezone.localdate()
    assert count(as_cecilia, cast.project, pair, today) == 302
    assert count(as_cecilia, cast.project, pair, today) == 400
    assert count(as_aino, cast.project, pair, today, "30") == 400
    assert count(as_cecilia, cast.project, pair, today + timedelta(days=1)) == 400
    assert count(as_cecilia, cast.project, pair, today - timedelta(days=1), "0") == 400
    assert count(as_cecilia, cast.project, pair, today - timedelta(days=1), "601") == 400
    assert count(as_cecilia, cast.project, pair, today - timedelta(days=1)) == 302
    assert list(Session.objects.values_list("held_on", flat=True)) == [today, today - timedelta(days=1)]


def test_a_session_counted_by_mistake_is_taken_away(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    count(as_cecilia, cast.project, pair, timezone.localdate())
    url = desk("session_delete", cast.project, pair.pk, Session.objects.get().pk)
    assert as_cecilia.get(url).status_code == 405
    assert Session.objects.exists()
    as_cecilia.post(url)
    assert not Session.objects.exists()
    assert as_cecilia.post(url).status_code == 404


def test_another_pairs_session_is_not_taken_away_through_the_own_pair(
    cast: Cast, pair: Pairing, others: CoachingRequest, as_cecilia: Client
) -> None:
    theirs = pairing.accept(pairing=proposal(others))
    held = Session.objects.create(pairing=theirs, held_on=timezone.localdate())
    assert as_cecilia.post(desk("session_delete", cast.project, pair.pk, held.pk)).status_code == 404
    assert Session.objects.filter(pk=held.pk).exists()


def test_nothing_is_counted_after_the_end(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    for _click in range(2):
        assert as_cecilia.post(desk("pair_end", cast.project, pair.pk)).status_code == 302
    assert state_of(pair.request) == "ended"
    assert count(as_cecilia, cast.project, pair, timezone.localdate()) == 400
    assert not Session.objects.exists()


def test_a_session_taken_away_can_be_put_back_once(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    held = Session.objects.create(pairing=pair, held_on=timezone.localdate(), minutes=45, is_online=True)
    after = as_cecilia.post(desk("session_delete", cast.project, pair.pk, held.pk))["Location"]
    event = AuditEvent.objects.get(action="peercoaching.session_deleted")
    undo = desk("session_restore", cast.project, pair.pk, event.pk)
    assert undo in as_cecilia.get(after).content.decode()
    for _click in range(2):
        assert as_cecilia.post(undo)["Location"] == desk("pair", cast.project, pair.pk)
    assert list(Session.objects.values_list("held_on", "minutes", "is_online")) == [
        (timezone.localdate(), 45, True)
    ]
    assert undo not in as_cecilia.get(after).content.decode()


def test_a_day_counted_anew_is_not_overwritten_by_undoing(
    cast: Cast, pair: Pairing, as_cecilia: Client
) -> None:
    held = Session.objects.create(pairing=pair, held_on=timezone.localdate(), minutes=45)
    as_cecilia.post(desk("session_delete", cast.project, pair.pk, held.pk))
    count(as_cecilia, cast.project, pair, timezone.localdate(), "90")
    event = AuditEvent.objects.get(action="peercoaching.session_deleted")
    as_cecilia.post(desk("session_restore", cast.project, pair.pk, event.pk))
    assert Session.objects.get().minutes == 90


def test_undoing_reaches_no_other_pair_and_no_other_kind_of_event(
    cast: Cast, pair: Pairing, others: CoachingRequest, as_cecilia: Client, as_aino: Client
) -> None:
    theirs = pairing.accept(pairing=proposal(others))
    held = Session.objects.create(pairing=theirs, held_on=timezone.localdate())
    as_aino.post(desk("session_delete", cast.project, theirs.pk, held.pk))
    removal = AuditEvent.objects.get(action="peercoaching.session_deleted")
    assert as_cecilia.post(desk("session_restore", cast.project, theirs.pk, removal.pk)).status_code == 404
    for event in AuditEvent.objects.filter(project_id=cast.project.pk):
        as_cecilia.post(desk("session_restore", cast.project, pair.pk, event.pk))
    assert not Session.objects.exists()
    for key in ("x", "-1", "99999", str(removal.pk)):
        page = as_cecilia.get(desk("pair", cast.project, pair.pk), {"removed": key})
        assert page.status_code == 200
        assert desk("session_restore", cast.project, pair.pk, removal.pk) not in page.content.decode()


def test_ending_asks_once_and_says_what_is_lost(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    Session.objects.create(pairing=pair, held_on=timezone.localdate())
    url = desk("pair_end", cast.project, pair.pk)
    assert f'href="{url}"' in as_cecilia.get(desk("pair", cast.project, pair.pk)).content.decode()
    question = as_cecilia.get(url)
    assert "Essi Esimerkki" in question.content.decode()
    assert question.context["pair"].session_count == 1
    assert state_of(pair.request) == "paired"
    as_cecilia.post(url)
    assert state_of(pair.request) == "ended"
    assert url not in as_cecilia.get(desk("pair", cast.project, pair.pk)).content.decode()


def test_a_removal_from_before_it_could_be_undone_is_passed_over(
    cast: Cast, pair: Pairing, as_cecilia: Client
) -> None:
    event = AuditEvent.objects.create(
        actor=cast.cecilia,
        action="peercoaching.session_deleted",
        object_type="peercoaching.session",
        object_id="1",
        project_id=cast.project.pk,
        changes={"held_on": ["2026-01-02", None], "minutes": [45, None]},
    )
    page = as_cecilia.get(desk("pair", cast.project, pair.pk), {"removed": event.pk})
    assert page.status_code == 200
    assert as_cecilia.post(desk("session_restore", cast.project, pair.pk, event.pk)).status_code == 302
    assert not Session.objects.exists()
