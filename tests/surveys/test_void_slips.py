"""Printed slips that were lost are taken out of use, and nobody learns how many were used."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from surveys import history
from surveys.models import Envelope, Group, Invitation, Round, SlipBatch
from surveys.questionnaire import Submission
from surveys.services import answering
from surveys.services.invitations import shared_links, slips
from surveys.services.invitations.room import InvitingRefused, room_in
from tests.cast import Cast
from tests.surveys.fielding import arrive, close_by_clock, leaf, make_open, send, submit, url
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(round_: Round) -> Group:
    """Pohjoinen, a unit of seven."""
    return leaf(round_, "Pohjoinen")


def answer(token: str) -> None:
    submit(token=token, submission=Submission({"OS1": 4}, {}))


def the_batch() -> SlipBatch:
    return SlipBatch.objects.get(is_void=False)


def test_codes_of_a_void_batch_open_nothing_and_answers_given_with_it_count(
    cast: Cast, round_: Round, north: Group, visitor: Client
) -> None:
    used, unused = slips.make_slips(group=north, count=2, user=cast.aino)
    answer(used)
    slips.void_slips(batch=the_batch(), user=cast.aino)
    with pytest.raises(answering.SlipVoid):
        answer(unused)
    page = arrive(visitor, unused)
    assert page.status_code == 410
    english = visitor.get(url("answer_start", round_.pk, language="en")).content.decode()
    assert "This slip has been taken out of use" in english
    assert send(visitor, round_, unused).status_code == 410
    assert "on jo vastattu" in arrive(visitor, used).content.decode()
    assert Envelope.objects.count() == 1


@pytest.mark.parametrize("used", [0, 3, 5])
def test_room_after_it_does_not_tell_how_many_had_answered(cast: Cast, north: Group, used: int) -> None:
    codes = slips.make_slips(group=north, count=5, user=cast.aino)
    for code in codes[:used]:
        answer(code)
    assert room_in(north) == 2
    slips.void_slips(batch=the_batch(), user=cast.aino)
    assert room_in(north) == 7
    assert len(slips.make_slips(group=north, count=7, user=cast.aino)) == 7
    with pytest.raises(InvitingRefused):
        slips.make_slips(group=north, count=1, user=cast.aino)


def test_a_group_never_gives_more_answers_than_it_has_people(cast: Cast, north: Group) -> None:
    for code in slips.make_slips(group=north, count=5, user=cast.aino):
        answer(code)
    slips.void_slips(batch=the_batch(), user=cast.aino)
    fresh = slips.make_slips(group=north, count=7, user=cast.aino)
    answer(fresh[0])
    answer(fresh[1])
    with pytest.raises(answering.GroupFull):
        answer(fresh[2])
    assert Envelope.objects.count() == Invitation.objects.filter(is_spent=True).count() == 7


def test_a_batch_is_voided_once_while_the_round_is_open_and_it_is_written_down(
    cast: Cast, round_: Round, north: Group
) -> None:
    slips.make_slips(group=north, count=2, user=cast.aino)
    batch = the_batch()
    slips.void_slips(batch=batch, user=cast.aino)
    with pytest.raises(slips.AlreadyVoid):
        slips.void_slips(batch=batch, user=cast.aino)
    event = AuditEvent.objects.get(action="surveys.slips_voided")
    assert event.changes["invitations"] == [2, None]
    slips.make_slips(group=north, count=2, user=cast.aino)
    close_by_clock(round_)
    with pytest.raises(InvitingRefused):
        slips.void_slips(batch=the_batch(), user=cast.aino)


def test_the_history_names_the_group_in_the_readers_language(cast: Cast, north: Group) -> None:
    Group.objects.filter(pk=north.pk).update(label={"fi": "Pohjoinen", "sv": "Norra", "en": ""})
    slips.make_slips(group=north, count=1, user=cast.aino)
    with translation.override("fi"):
        slips.void_slips(batch=the_batch(), user=cast.aino)
    event = AuditEvent.objects.get(action="surveys.slips_voided")
    for language, name in (("fi", "Pohjoinen"), ("sv", "Norra"), ("en", "Pohjoinen")):
        with translation.override(language):
            (entry,) = history.entries([event])
            assert name in [change["after"] for change in entry["changes"]]


def test_after_void_slips_a_shared_link_is_still_refused(cast: Cast, north: Group) -> None:
    """Somebody may have answered with a slip."""
    slips.make_slips(group=north, count=2, user=cast.aino)
    slips.void_slips(batch=the_batch(), user=cast.aino)
    with pytest.raises(InvitingRefused):
        shared_links.share_link(group=north, user=cast.aino)


def test_page_asks_once_and_names_what_is_lost(cast: Cast, as_aino: Client, north: Group) -> None:
    (code,) = slips.make_slips(group=north, count=1, user=cast.aino)
    address = url("void_slips", cast.project.slug, north.round_id, north.pk, the_batch().pk, language="en")
    assert as_aino.get(address).status_code == 405
    asked = as_aino.post(address)
    assert asked.status_code == 200
    assert "Take these slips out of use?</h1>" in asked.content.decode()
    assert "Codes that nobody has used open nothing any more" in asked.content.decode()
    assert not SlipBatch.objects.filter(is_void=True).exists()
    assert as_aino.post(address, {"confirmed": "on"}).status_code == 302
    assert SlipBatch.objects.get().is_void
    with pytest.raises(answering.SlipVoid):
        answer(code)


def test_a_second_click_says_the_same_as_the_first_and_does_nothing_more(
    cast: Cast, as_aino: Client, north: Group
) -> None:
    slips.make_slips(group=north, count=1, user=cast.aino)
    address = url("void_slips", cast.project.slug, north.round_id, north.pk, the_batch().pk, language="en")
    page = url("group_invitations", cast.project.slug, north.round_id, north.pk, language="en")
    for sent in ({"confirmed": "on"}, {"confirmed": "on"}, {}):
        answered = as_aino.post(address, sent)
        assert (answered.status_code, answered["Location"]) == (302, page)
        said = as_aino.get(page).content.decode()
        assert said.count("The slips were taken out of use. You can make new ones.") == 1
    assert AuditEvent.objects.filter(action="surveys.slips_voided").count() == 1


def test_slips_of_another_group_are_not_voided_from_here(
    cast: Cast, as_aino: Client, north: Group, south: Group
) -> None:
    slips.make_slips(group=north, count=1, user=cast.aino)
    address = url("void_slips", cast.project.slug, south.round_id, south.pk, the_batch().pk)
    assert as_aino.post(address, {"confirmed": "on"}).status_code == 404
    assert the_batch().group == north


def test_results_say_that_slips_were_replaced(cast: Cast, round_: Round, north: Group) -> None:
    slips.make_slips(group=north, count=1, user=cast.aino)
    assert not round_.has_replaced_slips
    slips.void_slips(batch=the_batch(), user=cast.aino)
    assert round_.has_replaced_slips
    assert not make_open(cast).has_replaced_slips
