"""How many were invited stands beside the results, inside the project, of groups that may be shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from surveys.models import Group, Invitation, Release, Round, SharedLink
from surveys.services import closing, releasing
from surveys.services.invitations import people
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.fielding import silent, url

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERED = {(0, 0): 20, (0, 1): 4, (1, 0): 25}  # respondents by (organisation, unit)
SILENT = {(0, 0): 10, (0, 1): 2, (1, 0): 15}  # invited as well, and did not answer


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """The cast's college with units of 30 and 6 invited people, and another organisation of 40."""
    box = open_box(cast.project, units=(2, 1))
    for place, organisation in enumerate((cast.college, cast.institute)):
        below = [
            box.organisations[place].pk,
            *(unit.pk for (of, _), unit in box.units.items() if of == place),
        ]
        Group.objects.filter(pk__in=below).update(organisation=organisation)
    fill(box, ANSWERED)
    for unit, count in SILENT.items():
        Invitation.objects.bulk_create(
            Invitation(round=box.round, group=box.units[unit], channel=Invitation.Channel.SLIP)
            for _person in range(count)
        )
    return box


def close_and_release(box: BallotBox) -> Release:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def numbers(group: Group) -> tuple[int | None, int | None]:
    group.refresh_from_db()
    return group.respondents, group.invited


def results(client: Client, cast: Cast, box: BallotBox, group: Group, language: str = "en") -> str:
    """The words of the page."""
    page = client.get(url("group_results", cast.project.slug, box.round.pk, group.pk, language=language))
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def test_shown_groups_keep_their_numbers_and_hidden_ones_do_not(box: BallotBox) -> None:
    close_and_release(box)
    assert numbers(box.root) == (49, 76)
    shown = [group for group in (*box.organisations, *box.units.values()) if numbers(group)[0] is not None]
    assert all(group.invited for group in shown)
    assert shown
    assert numbers(box.units[0, 1]) == (None, None)


def test_a_hidden_group_cannot_be_given_numbers(box: BallotBox) -> None:
    close_and_release(box)
    for field in ("respondents", "invited"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Group.objects.filter(pk=box.units[0, 1].pk).update(**{field: 6})


def test_the_page_tells_how_many_of_how_many_answered(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    close_and_release(box)
    said = {
        "fi": ("Vastaajia 49 / 76 kutsuttua", "Vastausprosentti 64 %"),
        "sv": ("Svarande 49 / 76 inbjudna", "Svarsprocent 64 %"),
        "en": ("49 of 76 invited answered", "Response rate 64 %"),
    }
    for language, sentences in said.items():
        text = results(as_aino, cast, box, box.root, language)
        assert all(sentence in text for sentence in sentences), language


def test_they_outlive_the_invitations(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    close_and_release(box)
    before = results(as_aino, cast, box, box.root)
    people.forget_invitations(timezone.now() + timedelta(days=Round.INVITATIONS_KEPT_DAYS, minutes=1))
    assert not Invitation.objects.exists()
    assert "49 of 76 invited answered" in before
    assert "49 of 76 invited answered" in results(as_aino, cast, box, box.root)


def test_a_hidden_groups_page_tells_no_number_of_people(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    close_and_release(box)
    text = results(as_aino, cast, box, box.units[0, 1])
    assert "Protected: not shown" in text
    assert not re.search(r"invited|Response rate|\d answered", text)


def test_public_pages_tell_a_band_and_nobody_invited(box: BallotBox, visitor: Client) -> None:
    made = close_and_release(box)
    for language, words in {"fi": "kutsut", "sv": "inbjud", "en": "invited"}.items():
        html = visitor.get(url("release", made.pk, language=language)).content.decode()
        assert "20–49" in html
        assert words not in html
        assert "76" not in re.sub(r"<svg.*?</svg>|<table.*?</table>|SHA-256 \w+", "", html, flags=re.DOTALL)


def test_where_a_link_is_shared_the_headcount_stands_for_the_invited(box: BallotBox) -> None:
    """Decision 0021: of a shared link it is known only how many people the group has."""
    SharedLink.objects.create(group=box.units[1, 0], code="esimerkki")
    close_and_release(box)
    assert numbers(box.organisations[1]) == (25, 30)
    assert numbers(box.root) == (49, 30 + 6 + 30)


def test_an_imported_round_tells_respondents_only(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    """Its people came with a file; nobody invited them through the portal."""
    close_and_release(box)
    Group.objects.update(invited=None)
    text = results(as_aino, cast, box, box.root)
    assert "49 answered" in text
    assert not re.search(r"invited|Response rate", text)
