"""Who reads open answers when, and what a moderator's pages do without JavaScript."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.register.models import Role
from surveys import access, offers
from surveys.models import FreeText, Group, Round, TextRelease
from surveys.services import moderating, releasing, retention, text_releases
from tests.cast import Cast, give_role, make_person
from tests.surveys.ballot_box import BallotBox, open_box
from tests.surveys.fielding import silent, url
from tests.surveys.open_texts import QUESTION, released, show_all, texts_of, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """Twelve wrote in the college and twelve in the institute."""
    return written(cast, {0: 12, 1: 12})


def words(response: Any) -> str:
    """What a page says, with characters as people read them and spaces as one."""
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def results(box: BallotBox, group: Group) -> str:
    return url("group_results", "esimerkkipolku", box.round.pk, group.pk, language="en")


def reading(box: BallotBox, group: Group) -> str:
    return url("group_texts", "esimerkkipolku", box.round.pk, group.pk, language="en")


def queue(box: BallotBox) -> str:
    return url("texts", "esimerkkipolku", box.round.pk, language="en")


def about(text: FreeText, name: str = "text") -> str:
    return url(name, "esimerkkipolku", text.round_id, text.pk, language="en")


# --- Before the release ------------------------------------------------------------------------------


def test_before_the_release_only_the_moderator_sees_a_text(
    box: BallotBox, cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client, visitor: Client
) -> None:
    figures = releasing.publish_release(round_=box.round, user=cast.aino, report=silent)
    one = texts_of(box.round)[0]
    assert one.text in words(as_aino.get(about(one)))
    pages = [results(box, box.root), reading(box, box.root), results(box, box.organisations[0])]
    for client in (as_aino, as_bertil, as_maija):
        for page in pages:
            response = client.get(page)
            assert response.status_code == 200
            assert "Toive" not in words(response)
    assert "not been released" in words(as_bertil.get(results(box, box.organisations[0])))
    public = visitor.get(url("release", figures.pk, language="en"))
    assert "Toive" not in words(public)


def test_a_contact_may_not_moderate(box: BallotBox, as_bertil: Client, as_eero: Client) -> None:
    one = texts_of(box.round)[0]
    assert as_bertil.get(queue(box)).status_code == 403
    assert as_bertil.get(about(one)).status_code == 403
    assert as_bertil.post(about(one, "text_show"), {"seen": "waiting"}).status_code == 403
    assert as_eero.post(about(one, "text_show"), {"seen": "waiting"}).status_code == 404
    one.refresh_from_db()
    assert one.state == "waiting"


def test_a_text_of_too_few_writers_is_shown_to_no_moderator(cast: Cast, as_aino: Client) -> None:
    box = written(cast, {0: 20, 1: 20, 2: 2}, silent_people=8)
    hidden = FreeText.objects.filter(round=box.round, group__isnull=True)
    for text in hidden:
        assert as_aino.get(about(text)).status_code == 404
        assert as_aino.post(about(text, "text_show"), {"seen": "waiting"}).status_code == 404
    page = words(as_aino.get(queue(box)))
    assert "0/40" in page
    assert not [text for text in hidden if text.text in page]


def test_a_moderator_is_told_of_a_small_organisation_nothing_but_the_project(
    cast: Cast, as_aino: Client
) -> None:
    box = written(cast, {0: 12, 1: 9}, silent_people=5)
    for text in texts_of(box.round):
        page = words(as_aino.get(about(text)))
        assert f"Shown among the answers of: {box.root}" in page
        assert str(box.organisations[1]) not in page


def test_an_open_round_has_no_texts_to_read_and_says_why(cast: Cast, as_aino: Client) -> None:
    box = open_box(cast.project)
    box.cast(box.units[0, 0], {}, "Aikaa")
    page = words(as_aino.get(queue(box)))
    assert "sealed envelopes" in page
    assert "Aikaa" not in page


def test_a_round_with_too_few_texts_says_so(cast: Cast, as_aino: Client) -> None:
    page = words(as_aino.get(queue(written(cast, {0: 9}))))
    assert "at least 10 people" in page


# --- Deciding without JavaScript -----------------------------------------------------------------------


def test_deciding_leads_through_the_queue_to_its_end(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    for place in range(24):
        assert f"{place}/24" in words(as_aino.get(about(text)))
        answer = as_aino.post(about(text, "text_show"), {"seen": "waiting"})
        assert answer.status_code == 302
        if place < 23:
            text = FreeText.objects.get(pk=answer["Location"].rstrip("/").split("/")[-1])
            assert text.state == "waiting"
    assert answer["Location"] == queue(box)
    assert "Release the open answers" in words(as_aino.get(queue(box)))


def test_removing_shows_what_readers_get(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    answer = as_aino.post(about(text, "text_redact"), {"seen": "waiting", "parts": "Toive\n\n"}, follow=True)
    assert answer.redirect_chain[-1][0] == about(text)
    assert text.text.replace("Toive", "[…]") in words(answer)


def test_hints_can_be_ticked(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    FreeText.objects.filter(pk=text.pk).update(text="Rehtori Liisa Virtanen ei kuuntele <b>meitä</b>.")
    page = as_aino.get(about(text)).content.decode()
    assert re.search(
        r"<mark[^>]*>Rehtori</mark> <mark[^>]*>Liisa Virtanen</mark> ei kuuntele &lt;b&gt;", page
    )
    as_aino.post(
        about(text, "text_redact"), {"seen": "waiting", "hinted": ["Rehtori", "Liisa Virtanen"], "parts": ""}
    )
    text.refresh_from_db()
    assert text.redacted == "[…] ei kuuntele <b>meitä</b>."
    assert text.text.startswith("Rehtori Liisa")


def test_a_hint_is_never_removed_by_itself(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    FreeText.objects.filter(pk=text.pk).update(text="Rehtori Liisa Virtanen ei kuuntele.")
    as_aino.post(about(text, "text_show"), {"seen": "waiting"})
    text.refresh_from_db()
    assert text.as_read == "Rehtori Liisa Virtanen ei kuuntele."


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("text_redact", {"parts": ""}),
        ("text_redact", {"parts": "ei tällaista"}),
        ("text_redact", {"hinted": ["keksitty"], "parts": ""}),
        ("text_withhold", {}),
        ("text_withhold", {"reason": "criticism"}),
    ],
)
def test_a_decision_that_cannot_be_made_says_what_to_correct(
    box: BallotBox, as_aino: Client, name: str, sent: dict[str, Any]
) -> None:
    text = texts_of(box.round)[0]
    answer = as_aino.post(about(text, name), {"seen": "waiting", **sent})
    assert answer.status_code == 400
    assert "error-summary" in words(answer)
    text.refresh_from_db()
    assert text.state == "waiting"


def test_a_decision_on_an_old_page_is_refused(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    moderating.withhold_text(text=text, seen="waiting", reason="abusive")
    answer = as_aino.post(about(text, "text_show"), {"seen": "waiting"}, follow=True)
    assert "Somebody else has decided" in words(answer)
    text.refresh_from_db()
    assert text.state == "withheld"


def test_what_no_form_of_ours_sends_is_refused_and_harms_nothing(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    for seen in ("", "lost", "\x00"):
        for name in ("text_show", "text_take_back"):
            assert as_aino.post(about(text, name), {"seen": seen}).status_code == 302
    assert as_aino.post(about(text, "text_redact"), {"seen": "waiting", "parts": "\x00"}).status_code == 400
    for query in ({"question": "\x00"}, {"state": "\x00"}, {"page": "-1"}, {"page": "9" * 30}):
        assert as_aino.get(queue(box), query).status_code == 200
        assert as_aino.get(about(text), query).status_code == 200
        assert as_aino.get(reading(box, box.root), query).status_code == 200
    text.refresh_from_db()
    assert text.state == "waiting"


def test_the_queue_is_filtered_by_question_and_by_state(box: BallotBox, as_aino: Client) -> None:
    text = texts_of(box.round)[0]
    moderating.withhold_text(text=text, seen="waiting", reason="abusive")
    assert "1 answer<" in words(as_aino.get(queue(box), {"state": "withheld"}))
    assert "24 answers<" in words(as_aino.get(queue(box), {"question": QUESTION}))
    assert "No answer matches" in words(as_aino.get(queue(box), {"state": "redacted"}))
    other = texts_of(box.round)[1]
    answer = as_aino.post(about(other, "text_show") + f"?question={QUESTION}", {"seen": "waiting"})
    assert answer["Location"].endswith(f"?question={QUESTION}")


def test_a_long_queue_has_pages(box: BallotBox, as_aino: Client) -> None:
    first, second = (words(as_aino.get(queue(box), {"page": page})) for page in (1, 2))
    ordered = texts_of(box.round)
    assert ordered[0].text in first
    assert ordered[0].text not in second
    assert ordered[23].text in second


def test_the_desk_tells_the_coordinator_and_nobody_else(box: BallotBox, cast: Cast) -> None:
    def titles(person: Any) -> list[str]:
        return [todo.title for todo in offers.todo(person, cast.project) if todo.icon == "comment"]

    assert len(titles(cast.aino)) == 1
    assert "24" in titles(cast.aino)[0]
    assert titles(cast.bertil) == titles(cast.maija) == []
    show_all(box.round)
    assert "24" not in titles(cast.aino)[0]
    released(cast, box.round)
    assert titles(cast.aino) == []


# --- After the release -----------------------------------------------------------------------------------


def test_released_texts_are_read_by_those_they_concern(
    box: BallotBox, cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client, as_cecilia: Client
) -> None:
    releasing.publish_release(round_=box.round, user=cast.aino, report=silent)
    released(cast, box.round)
    college, institute = box.organisations
    for client in (as_aino, as_bertil, as_maija):
        page = words(client.get(reading(box, college)))
        assert page.count("organisaatiosta 0") == 12
        assert "organisaatiosta 1" not in page
        assert words(client.get(results(box, college))).count("organisaatiosta 0") == 5
    assert words(as_aino.get(reading(box, institute))).count("organisaatiosta 1") == 12
    assert as_bertil.get(reading(box, institute)).status_code == 404
    assert as_cecilia.get(reading(box, college)).status_code == 403


def test_of_smaller_groups_the_whole_names_only_those_one_may_read(
    box: BallotBox, cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    released(cast, box.round)
    for_aino, for_bertil = (words(client.get(reading(box, box.root))) for client in (as_aino, as_bertil))
    assert "Toive" not in for_aino + for_bertil
    assert [f">{group}</a>" in for_aino for group in box.organisations] == [True, True]
    assert [f">{group}</a>" in for_bertil for group in box.organisations] == [True, False]


def test_a_unit_shows_what_its_organisation_shows(box: BallotBox, cast: Cast, as_bertil: Client) -> None:
    released(cast, box.round)
    page = words(as_bertil.get(reading(box, box.units[0, 0])))
    assert page.count("organisaatiosta 0") == 12
    assert f"one level only: {box.organisations[0]}" in page


def test_texts_of_the_whole_project_are_read_on_every_organisation_s_page(
    cast: Cast, as_bertil: Client
) -> None:
    box = written(cast, {0: 12, 1: 9}, silent_people=5)
    released(cast, box.round)
    pages = [words(as_bertil.get(reading(box, group))) for group in (box.root, box.organisations[0])]
    assert [page.count("Toive") for page in pages] == [21, 21]


def test_where_too_few_wrote_it_says_protected(cast: Cast, as_aino: Client) -> None:
    box = written(cast, {0: 20, 1: 20, 2: 2}, silent_people=8)
    released(cast, box.round)
    page = words(as_aino.get(reading(box, box.organisations[2])))
    assert "Protected" in page
    assert "Toive" not in page


def test_every_reader_gets_the_same_order(
    box: BallotBox, cast: Cast, as_aino: Client, as_maija: Client
) -> None:
    released(cast, box.round)
    orders = [
        re.findall(r"Toive \d+", words(client.get(reading(box, box.organisations[0]))))
        for client in (as_aino, as_aino, as_maija)
    ]
    assert len(orders[0]) == 12
    assert orders[0] == orders[1] == orders[2]


def test_a_withdrawn_release_is_on_no_page(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    release = released(cast, box.round)
    text_releases.withdraw_texts(release=release, user=cast.aino, reason="Nimi")
    page = words(as_aino.get(reading(box, box.organisations[0])))
    assert "Toive" not in page
    assert "No open answers" in page


def test_a_coordinator_releases_and_withdraws_in_the_desk(box: BallotBox, as_aino: Client) -> None:
    slug = "esimerkkipolku"
    release, withdraw = (
        url(name, slug, box.round.pk, language="en") for name in ("texts_release", "texts_withdraw")
    )
    assert "still wait" in words(as_aino.post(release, follow=True))
    show_all(box.round)
    page = words(as_aino.post(release, follow=True))
    assert "have been released" in page
    assert "SHA-256" in page
    text = texts_of(box.round)[0]
    assert "Show it as it is" not in words(as_aino.get(about(text)))
    assert "Write why" in words(as_aino.post(withdraw, {"reason": ""}, follow=True))
    assert as_aino.post(withdraw, {"reason": "\x00"}).status_code == 302
    assert TextRelease.objects.get().withdrawn_at is None
    page = words(as_aino.post(withdraw, {"reason": "Nimi jäi tekstiin"}, follow=True))
    assert "was withdrawn: Nimi jäi tekstiin" in page
    assert "Take the decision back" in words(as_aino.get(about(text)))


def test_a_year_later_the_page_says_that_they_are_gone(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    released(cast, box.round)
    now = timezone.now()
    Round.objects.filter(pk=box.round.pk).update(closed_at=now - timedelta(days=366))
    retention.forget_answers(now)
    page = words(as_aino.get(reading(box, box.organisations[0])))
    assert "have been deleted" in page
    assert "Toive" not in page


def test_a_contact_reads_the_texts_of_the_own_region_and_of_no_other(cast: Cast) -> None:
    """The region of a contact is theirs to read, texts and figures alike (decision 0066)."""
    box = written(cast, {0: 12})
    region = Group.objects.create(
        round=box.round, parent=box.root, level=Group.Level.REGION, label={"fi": "M", "sv": "M", "en": "M"}
    )
    Group.objects.filter(pk=box.organisations[0].pk).update(parent=region)
    stranger = make_person("Sten Strand")
    give_role(stranger, cast.project, Role.CONTACT, cast.institute)
    readable = {
        person.pk: set(
            Group.objects.filter(access.texts_visible_to(person, box.round)).values_list("pk", flat=True)
        )
        for person in (cast.aino, cast.bertil, cast.eero, stranger)
    }
    assert region.pk in readable[cast.bertil.pk]
    assert region.pk in readable[cast.aino.pk]
    assert region.pk not in readable[stranger.pk]
    assert region in Group.objects.filter(access.groups_visible_to(cast.bertil, box.round))
    assert region not in Group.objects.filter(access.groups_visible_to(stranger, box.round))
