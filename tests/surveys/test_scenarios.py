"""Two promises of the anonymity rules, followed through the pages that people of every role look at."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from surveys.models import Group, Invitation, Mailing, Release, Round, SharedLink
from surveys.questionnaire import Submission
from surveys.services import answering, auditing, closing, rates, releasing
from surveys.services.invitations import mailing, shared_links
from tests.cast import Cast
from tests.surveys.ballot_box import fill, open_box
from tests.surveys.fielding import invite, leaf, make_open, send, silent, sure, url


@pytest.mark.django_db
def test_ten_invited_four_answered_a_fifth_answers_and_no_page_of_any_role_changes_within_the_day(
    cast: Cast,
    as_aino: Client,
    with_factor: Client,
    as_maija: Client,
    as_cecilia: Client,
    as_admin: Client,
    visitor: Client,
) -> None:
    round_ = make_open(cast, college=10)
    group = leaf(round_)
    tokens = [invite(group) for _ in range(10)]
    for token in tokens[:4]:
        assert send(visitor, round_, token).status_code == 200
    tablet = shared_links.share_link(group=leaf(round_, "Esimerkkiskolan"), user=cast.aino)
    answer_on(tablet)
    remind(round_, cast)
    rates.refresh(round_=round_, now=timezone.now())
    slug = round_.project.slug
    with translation.override("fi"):
        public = [reverse("site:home"), reverse("site:protection"), reverse("register:project", args=[slug])]
        public += [url("answer_shared", round_.pk, tablet.code), url("tablet_start", round_.pk, tablet.code)]
        desk = [
            reverse("desk:project", args=[slug]),
            url("rounds", slug),
            url("round", slug, round_.pk),
            url("invitations", slug, round_.pk),
            url("group_invitations", slug, round_.pk, group.pk),
            url("group_invitations", slug, round_.pk, tablet.group_id),
            url("poster", slug, round_.pk, tablet.group_id),
            url("letters", slug, round_.pk),
            url("mailing_create", slug, round_.pk),
            url("round_calendar", slug),
            url("round_calendar", slug) + "?format=ics",
            url("rounds", slug) + "?format=csv",
            url("orders", slug),
            url("learning", slug),
            url("texts", slug, round_.pk),
            url("results", slug, round_.pk),
            url("group_results", slug, round_.pk, group.pk),
            url("deletions", slug),
        ]
    of_others = desk[:5] + desk[-3:]  # the rest is written for coordinators and contacts

    def look() -> list[tuple[int, str]]:
        seen = [(client, address) for client in (as_aino, with_factor) for address in desk]
        seen += [(client, at) for client in (as_maija, as_cecilia, as_admin) for at in of_others]
        seen += [(visitor, address) for address in public]
        answers = [client.get(address) for client, address in seen]
        return [(answer.status_code, _plain(answer.content.decode())) for answer in answers]

    before = look()
    assert {status for status, _page in before} >= {200, 403}
    assert send(Client(), round_, tokens[4]).status_code == 200
    answer_on(tablet)
    assert Invitation.objects.filter(round=round_, is_spent=True).count() == 7
    assert look() == before


def answer_on(link: SharedLink) -> None:
    """Somebody comes to the group's tablet, answers and goes."""
    invitation = answering.find_invitation(answering.start_from_link(link=link))
    answering.submit_answer(
        invitation=invitation,
        submission=Submission({item.code: 3 for item in link.group.round.asked.items}, {}),
    )


def remind(round_: Round, cast: Cast) -> None:
    """A reminder that had been given a time, gone through by its job; there is another to come."""
    at = timezone.now()
    Mailing.objects.create(round=round_, kind="reminder", at=at, started_at=at, created_by=cast.aino)
    Mailing.objects.create(round=round_, kind="reminder", at=at + timedelta(days=2), created_by=cast.aino)
    whole = Group.objects.get(round=round_, parent=None)
    mailing.remind(group_id=whole.pk, on=timezone.localdate(at), report=silent, confirm=sure)


@pytest.mark.django_db(transaction=True)
def test_of_units_of_twelve_and_four_neither_the_small_one_nor_the_difference_is_visible_and_both_say_the_same(
    cast: Cast, as_aino: Client
) -> None:
    """The unit of four is hidden, and with it whatever the four would follow from; one sentence says both."""
    box = open_box(cast.project, units=(2, 2))
    fill(box, {(0, 0): 12, (0, 1): 4, (1, 0): 20, (1, 1): 15})
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    release: Release = releasing.publish_release(round_=box.round, user=None, report=silent)
    assert auditing.attack_release(release).findings == ()
    shown = set(release.groups.values_list("group_id", flat=True))
    hidden = {group.pk for group in Group.objects.filter(round=box.round)} - shown
    small, large, organisation = box.units[0, 1], box.units[0, 0], box.organisations[0]
    assert small.pk in hidden
    assert hidden & {large.pk, organisation.pk}, "the twelve and the sixteen together would show the four"
    faces = set()
    for group in Group.objects.filter(pk__in=hidden):
        page = url("group_results", cast.project.slug, box.round.pk, group.pk, language="en")
        html = as_aino.get(page).content.decode()
        main = html.partition('<div class="page-head')[2].partition("</main>")[0]
        assert "not shown, to protect those who answered" in main
        faces.add(re.sub(rf"{re.escape(str(group))}|/{group.pk}/|\s+", " ", _without_places(_plain(main))))
    assert len(faces) == 1


def _without_places(html: str) -> str:
    """Without the links from group to group, in which the page's own group stands out."""
    return re.sub(r'<li class="group-level.*?</li>', "", html, flags=re.DOTALL)


def _plain(html: str) -> str:
    """Without what differs at each look by design: CSRF tokens, nonces, names of forms, the time of a file."""
    return re.sub(r'value="[\w-]{36,}"|nonce="[^"]+"|content="[\w-]{36,}"|DTSTAMP:\S+', "", html)
