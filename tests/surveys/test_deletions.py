"""What the portal deletes by itself is written down in numbers, and told what comes next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import ClassFigures, FeedbackReply, Group, Invitation, Mailing, Round
from surveys.services import closing, deletions, retention
from surveys.services.invitations import people
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, load_instrument, open_box
from tests.surveys.fielding import silent, url
from yhes.common import audit

pytestmark = pytest.mark.django_db(transaction=True)


def counted(cast: Cast, size: int) -> BallotBox:
    box = open_box(cast.project, units=(1,))
    fill(box, {(0, 0): size})
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return box


def written(round_: Round) -> dict[str, dict[str, object]]:
    """Action → number by name, of everything deleted of the round."""
    return {
        event.action: {name: after for name, (_before, after) in event.changes.items()}
        for event in audit.history(round_)
        if event.action in deletions.ACTIONS
    }


def let_a_year_pass(round_: Round) -> None:
    assert round_.closed_at
    people.forget_invitations(round_.closed_at + timedelta(days=31))
    retention.forget_answers(round_.closed_at + timedelta(days=366))
    retention.forget_answers(round_.closed_at + timedelta(days=367))


def leave_behind(box: BallotBox, cast: Cast) -> None:
    """What else is kept of a round: times of letters, figures by background, a reply and one nobody sees."""
    whole, organisation = box.organisations[0].parent, box.organisations[0]
    now = timezone.now()
    for kind, started in (("first", now), ("reminder", None)):
        Mailing.objects.create(round=box.round, kind=kind, at=now, started_at=started, created_by=cast.aino)
    for group in (whole, organisation):
        ClassFigures.objects.create(group=group, audience="inside", beside="", document={})
    FeedbackReply.objects.create(group=whole, state="published", published_at=now, changed_at=now)
    FeedbackReply.objects.create(group=organisation, changed_at=now)


def page_of(client: Client, cast: Cast, query: str = "") -> str:
    answer = client.get(url("deletions", cast.project.slug, language="en") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_deletion_is_written_down_once_with_numbers_alone(cast: Cast, as_aino: Client) -> None:
    box = open_box(cast.project, units=(1,))
    fill(box, {(0, 0): 12})
    unit = box.units[0, 0]
    box.cast(unit, {item.code: 3 for item in box.questionnaire.items}, "Rauhaa työhön")
    for channel, email in (("mail", "liisa@example.org"), ("shared", ""), ("shared", "")):
        Invitation.objects.create(round=box.round, group=unit, channel=channel, email=email)
    coming = {(entry.what, entry.is_planned) for entry in deletions.due(Round.objects.all())}
    assert coming == {("envelopes", True), ("invitations", True), ("answers", True)}
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    coming = {(entry.what, entry.is_planned) for entry in deletions.due(Round.objects.all())}
    assert coming == {("invitations", False), ("answers", False)}
    leave_behind(box, cast)
    let_a_year_pass(box.round)
    assert written(box.round) == {
        deletions.ENVELOPES: {"envelopes": 13},
        deletions.INVITATIONS: {"invitations": 14, "addresses": 1, "started": "< 10", "mailings": 2},
        deletions.ANSWERS: {"answers": 13, "texts": "< 10", "classes": 2, "replies": 1},
    }
    assert not Mailing.objects.exists()
    assert not ClassFigures.objects.exists()
    assert [reply.is_published for reply in FeedbackReply.objects.all()] == [True]
    assert deletions.due(Round.objects.all()) == []
    page = page_of(as_aino, cast)
    assert "number of invitations: 14, e-mail addresses: 1, started from a shared link: &lt; 10" in page
    assert "times of letters: 2" in page
    assert "tables of figures by background: 2, unpublished replies: 1" in page
    assert "Nothing waits to be deleted" in page
    assert "liisa@example.org" not in page
    assert "answers: 13" not in page_of(as_aino, cast, f"?what={deletions.INVITATIONS}")
    assert "No deletion matches" in page_of(as_aino, cast, f"?what={deletions.ADDRESS}")


def test_of_a_round_too_small_to_be_shown_no_number_tells_how_many_answered(cast: Cast) -> None:
    box = counted(cast, 4)
    assert not Group.objects.filter(round=box.round).exclude(audience="").exists()
    let_a_year_pass(box.round)
    assert written(box.round) == {
        deletions.ENVELOPES: {"envelopes": "< 5"},
        deletions.INVITATIONS: {"invitations": 4},
        deletions.ANSWERS: {"answers": "< 5"},
    }


def test_the_page_tells_what_comes_next_and_says_when_nothing_has_been_deleted(
    cast: Cast, as_aino: Client
) -> None:
    page = page_of(as_aino, cast)
    assert "Nothing has been deleted yet" in page
    assert "<form" not in page.partition("<main")[2]
    round_ = open_box(cast.project, units=(1,)).round
    page = page_of(as_aino, cast)
    assert "if the round closes as planned" in page
    Round.objects.filter(pk=round_.pk).update(is_example=True)
    assert [entry.what for entry in deletions.due(Round.objects.all())] == ["envelopes"]
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(days=40))
    assert "late: within a minute" in page_of(as_aino, cast)


def test_coordinators_see_their_own_project_and_administrators_all(
    cast: Cast, as_aino: Client, as_admin: Client
) -> None:
    other = open_box(cast.other_project, units=(1,), questionnaire=load_instrument())
    Round.objects.filter(pk=other.round.pk).update(title_fi="Toinen kysely", title_en="Another survey")
    fill(other, {(0, 0): 6})
    closing.close_round(round_id=other.round.pk, report=silent)
    assert "Another survey" not in page_of(as_aino, cast)
    assert "Another survey" not in page_of(as_aino, cast, "?projects=all")
    assert "Another survey" not in page_of(as_admin, cast)
    everything = page_of(as_admin, cast, "?projects=all")
    assert "Another survey" in everything
    assert "envelopes: 6" in everything
    assert str(cast.other_project) in everything
