"""What was done about the results: who writes it, who reads it, and what those who answer next time see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from projects.register.errors import ChangedMeanwhile
from surveys.models import FeedbackReply, Group, Release, Round
from surveys.offers import todo
from surveys.services import closing, releasing, replies
from surveys.services.replies import ActionFacts, ReplyRefused
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.fielding import arrive, invite, leaf, make_open, silent, url
from yhes.common import audit
from yhes.common.words import Words

pytestmark = pytest.mark.django_db(transaction=True)

HEARD = "Kuulimme, että kiire vaivaa."
MEETING = "Pidämme viikkopalaverin joka tiistai"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Services speak the language of who asks; here nobody does."""
    with translation.override("en"):
        yield


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """A released round of the cast's two organisations, 12 and 14 people."""
    box = open_box(cast.project, units=(1, 1))
    for place, organisation in enumerate((cast.college, cast.institute)):
        mine = [box.organisations[place].pk, box.units[place, 0].pk]
        Group.objects.filter(pk__in=mine).update(organisation=organisation)
    fill(box, {(0, 0): 12, (1, 0): 14})
    closing.close_round(round_id=box.round.pk, report=silent)
    releasing.publish_release(round_=Round.objects.get(), user=None, report=silent)
    for group in (box.root, *box.organisations):
        group.refresh_from_db()
    box.round.refresh_from_db()
    return box


def words(text: str) -> Words:
    return Words(fi=text, sv="", en="")


def action(text: str = MEETING, **changes: Any) -> ActionFacts:
    facts = {"responsible": words("Tiimin vetäjä"), "by_when": date(2027, 3, 1), "state": "under_way"}
    return ActionFacts(**{"what": words(text), "about": "OS", **facts, **changes})


def save(group: Group, cast: Cast, *actions: ActionFacts, text: str = HEARD, **changes: Any) -> FeedbackReply:
    return replies.save_reply(group=group, user=cast.bertil, text=words(text), actions=actions, **changes)


def published(group: Group, cast: Cast, *actions: ActionFacts, **changes: Any) -> FeedbackReply:
    reply = save(group, cast, *(actions or (action(),)), **changes)
    replies.publish_reply(reply=reply, user=cast.bertil)
    reply.refresh_from_db()
    return reply


def address(cast: Cast, box: BallotBox, group: Group, name: str = "reply") -> str:
    return url(name, cast.project.slug, box.round.pk, group.pk, language="en")


def sent(*texts: str, seen: int = 0, **fields: str) -> dict[str, str]:
    """The form as a browser sends it, with these actions."""
    data = {"text_fi": HEARD, "seen": str(seen), "actions-INITIAL_FORMS": "0"}
    data["actions-TOTAL_FORMS"] = str(max(len(texts), 2))
    for place, text in enumerate(texts):
        data |= {f"actions-{place}-what_fi": text, f"actions-{place}-state": "planned"}
    return data | fields


# --- Writing -------------------------------------------------------------------------------------------------


def test_a_contact_writes_a_draft_that_nobody_else_sees_and_publishes_it(
    box: BallotBox, cast: Cast, as_bertil: Client, as_maija: Client
) -> None:
    group = box.organisations[0]
    form, results = address(cast, box, group), address(cast, box, group, "group_results")
    assert as_bertil.post(form, sent(MEETING)).status_code == 302
    reply = FeedbackReply.objects.get()
    assert not reply.is_published
    assert HEARD not in as_maija.get(results).content.decode()
    published_form = sent(MEETING, "Toinen", seen=replies.version_of(reply), publish="1")
    assert as_bertil.post(form, published_form | {"actions-0-about": "OS1"}).status_code == 302
    for page in (
        results,
        address(cast, box, group, "summary"),
        address(cast, box, box.units[0, 0], "group_results"),
    ):
        html = as_maija.get(page).content.decode()
        assert HEARD in html
        assert MEETING in html
    html = as_maija.get(results).content.decode()
    assert 'href="#items-OS"' in html
    assert 'id="items-OS"' in html
    first_page = as_maija.get(f"/en/desk/{cast.project.slug}/").content.decode()
    assert MEETING in first_page
    assert f"{results}#items-OS" in first_page
    assert as_maija.post(address(cast, box, group, "reply_take_back")).status_code == 302
    assert HEARD not in as_bertil.get(results).content.decode()
    assert HEARD in as_bertil.get(form).content.decode()


def test_only_those_who_act_for_the_group_reply_for_it(
    box: BallotBox,
    cast: Cast,
    as_aino: Client,
    as_bertil: Client,
    as_maija: Client,
    as_eero: Client,
    as_cecilia: Client,
) -> None:
    own, other, whole = box.organisations[0], box.organisations[1], box.root
    for client, group, status in (
        (as_aino, own, 200),
        (as_aino, whole, 200),
        (as_bertil, own, 200),
        (as_maija, own, 200),
        (as_bertil, whole, 403),
        (as_bertil, box.units[0, 0], 403),
        (as_bertil, other, 404),
        (as_cecilia, own, 403),
        (as_eero, own, 404),
    ):
        assert client.get(address(cast, box, group)).status_code == status
        if status != 200:
            assert client.post(address(cast, box, group), sent(MEETING)).status_code == status
            assert client.post(address(cast, box, group, "reply_take_back")).status_code == status
    assert not FeedbackReply.objects.exists()


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ((action(""),), "what is done"),
        ((action(responsible=words("maija@example.org")),), "role"),
        ((action(about="nowhere"),), "from the list"),
        ((action("x" * 301),), "too long"),
        ((action(),) * 13, "most important"),
    ],
)
def test_what_cannot_be_an_action_is_refused(
    box: BallotBox, cast: Cast, actions: tuple[ActionFacts, ...], said: str
) -> None:
    with pytest.raises(ReplyRefused, match=said):
        save(box.organisations[0], cast, *actions)
    assert not FeedbackReply.objects.exists()


def test_what_is_empty_too_long_of_a_unit_or_before_the_results_is_refused(
    box: BallotBox, cast: Cast
) -> None:
    for group, text in (
        (box.organisations[0], ""),
        (box.organisations[0], "x" * 3_001),
        (box.units[0, 0], HEARD),
    ):
        with pytest.raises(ReplyRefused):
            save(group, cast, text=text)
    only_actions = save(box.organisations[0], cast, action(), text="")
    with pytest.raises(ReplyRefused, match="at least one language"):
        replies.publish_reply(reply=only_actions, user=cast.bertil)
    releasing.withdraw(release=Release.objects.get(), user=cast.aino, reason="Väärä yksikkö")
    with pytest.raises(ReplyRefused, match="not been released"):
        save(box.organisations[1], cast)


def test_of_two_who_write_the_second_sees_what_the_first_saved_and_loses_nothing(
    box: BallotBox, cast: Cast, as_bertil: Client
) -> None:
    group = box.organisations[0]
    reply = save(group, cast, action())
    seen = replies.version_of(reply)
    replies.save_reply(group=group, user=cast.maija, text=words("Maijan sanat"), actions=[], seen=seen)
    with pytest.raises(ChangedMeanwhile):
        save(group, cast, action(), text="Bertilin sanat", seen=seen)
    response = as_bertil.post(address(cast, box, group), sent(MEETING, seen=seen, text_fi="Bertilin sanat"))
    html = response.content.decode()
    assert response.status_code == 400
    assert "Maijan sanat" in html
    assert ">\nBertilin sanat</textarea>" in html
    assert "Maija Mäkelä" not in html  # Bertil has not passed a second factor
    assert response.context["form"]["seen"].value() == str(replies.version_of(reply))
    again = sent(MEETING, seen=replies.version_of(reply), text_fi="Bertilin sanat")
    assert as_bertil.post(address(cast, box, group), again).status_code == 302
    versions = [event.changes for event in audit.history(reply).filter(action=replies.SAVED)]
    assert [change["reply_fi"][1] for change in versions] == ["Bertilin sanat", "Maijan sanat", HEARD]
    assert versions[-1]["actions"][1][0]["what"]["fi"] == MEETING
    save(
        group,
        cast,
        action(state="planned", responsible=words(""), by_when=None, about=""),
        text="Bertilin sanat",
    )
    assert audit.history(reply).count() == 3  # nothing differs: no version


# --- Reading ---------------------------------------------------------------------------------------------------


def test_the_public_page_has_only_what_an_organisation_chose_to_show(
    box: BallotBox, cast: Cast, visitor: Client
) -> None:
    page = url("release", Release.objects.get().pk, language="en")
    published(box.organisations[0], cast, is_public=True)
    save(box.root, cast, text="Hankkeen luonnos", is_public=True)
    published(box.organisations[1], cast, text="Vain omille")
    html = visitor.get(page).content.decode()
    assert HEARD in html
    assert MEETING in html
    assert "Hankkeen luonnos" not in html
    assert "Vain omille" not in html
    Group.objects.filter(pk=box.organisations[0].pk).update(audience="inside")
    assert HEARD not in visitor.get(page).content.decode()
    with pytest.raises(ReplyRefused, match="not public"):
        save(box.organisations[0], cast, text="Muutettu", is_public=True)


def test_on_the_whole_a_contact_reads_the_projects_reply_and_no_other_organisations(
    box: BallotBox, cast: Cast, as_bertil: Client, as_aino: Client
) -> None:
    published(box.root, cast, text="Hanke vastaa")
    published(box.organisations[1], cast, text="Toinen vastaa")
    whole, other = (address(cast, box, group, "group_results") for group in (box.root, box.organisations[1]))
    for client, sees in ((as_bertil, False), (as_aino, True)):
        html = client.get(whole).content.decode()
        assert "Hanke vastaa" in html
        assert "Toinen vastaa" not in html
        assert (f"{other}#replies" in html) is sees


def test_an_organisation_with_results_and_no_reply_has_one_thing_to_do(box: BallotBox, cast: Cast) -> None:
    where = address(cast, box, box.organisations[0])

    def waits(person: Any) -> int:
        return sum(thing.url == where for thing in todo(person, cast.project))

    assert [waits(person) for person in (cast.bertil, cast.maija, cast.aino)] == [1, 0, 0]
    save(box.organisations[0], cast)
    assert waits(cast.bertil) == 1
    replies.publish_reply(reply=FeedbackReply.objects.get(), user=cast.bertil)
    assert waits(cast.bertil) == 0


def test_who_answers_next_sees_what_was_done_about_the_last_time(box: BallotBox, cast: Cast) -> None:
    Round.objects.filter(pk=box.round.pk).update(closes_at=timezone.now() - timedelta(days=200))
    published(box.root, cast, text="Hanke vastaa")
    nextly = make_open(cast)
    first_page = start(nextly)
    assert "Hanke vastaa" in first_page
    published(box.organisations[0], cast, action(), action("Valmis asia", state="done"), is_public=True)
    published(box.organisations[1], cast, text="Toisille")
    first_page = start(nextly)
    assert HEARD in first_page
    assert MEETING in first_page
    assert "Hanke vastaa" not in first_page
    assert "Toisille" not in first_page
    assert url("release", Release.objects.get().pk) + "#replies" in first_page
    releasing.withdraw(release=Release.objects.get(), user=cast.aino, reason="Väärä yksikkö")
    assert HEARD not in start(nextly)


def start(round_: Round) -> str:
    """The first page of somebody who is invited now."""
    return arrive(Client(), invite(leaf(round_))).content.decode()
