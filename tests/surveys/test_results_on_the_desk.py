"""Who leads an organisation meets its newest results on the desk's first page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from projects.register.models import Role
from surveys.models import Group, Release, Round
from surveys.services import closing, releasing
from tests.cast import Cast, give_role
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.fielding import silent, url

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING_YET = "have not been released yet"
STRENGTHS = "Three strengths and concerns"


def first_page(client: Client, cast: Cast) -> str:
    return client.get(f"/en/desk/{cast.project.slug}/").content.decode()


def made_round(cast: Cast, *, college: int = 20, institute: int = 25, seed: int = 1) -> BallotBox:
    """A round in which so many of the cast's two organisations answered."""
    box = open_box(cast.project, units=(1, 1))
    for place, organisation in enumerate((cast.college, cast.institute)):
        below = [box.organisations[place].pk, box.units[place, 0].pk]
        Group.objects.filter(pk__in=below).update(organisation=organisation)
    fill(box, {(0, 0): college, (1, 0): institute}, seed)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return box


def released(box: BallotBox) -> Release:
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def test_management_sees_three_strengths_and_three_concerns(cast: Cast, as_maija: Client) -> None:
    box = made_round(cast)
    released(box)
    html = first_page(as_maija, cast)
    assert f"<h1>{STRENGTHS}</h1>" in html
    assert "Nothing waits for you today" not in html
    assert html.count("summary-figure") == 6
    whole = url("group_results", cast.project.slug, box.round.pk, box.organisations[0].pk, language="en")
    assert f'<a href="{whole}">All results</a>' in html
    assert as_maija.get(whole).status_code == 200


def test_they_are_those_of_the_own_organisation(cast: Cast, as_maija: Client) -> None:
    box = made_round(cast)
    released(box)
    html = first_page(as_maija, cast)
    summary = url("summary", cast.project.slug, box.round.pk, box.organisations[0].pk, language="en")
    own = as_maija.get(summary).content.decode()
    assert _figures(html) == _figures(own)
    assert "20</b> of 20 invited answered" in html
    assert "Esimerkkiskolan" not in html


def _figures(html: str) -> list[str]:
    return [part.split("</b>")[0] for part in html.split('class="summary-figure">')[1:]]


def test_before_a_release_it_says_what_will_come(cast: Cast, as_maija: Client) -> None:
    made_round(cast)
    html = first_page(as_maija, cast)
    assert f"The results of Esimerkkiopisto {NOTHING_YET}" in html
    assert "Nothing waits for you today" in html
    assert "summary-figure" not in html


def test_a_withdrawn_release_is_gone_at_once(cast: Cast, as_maija: Client) -> None:
    made = released(made_round(cast))
    assert STRENGTHS in first_page(as_maija, cast)
    releasing.withdraw(release=made, user=cast.aino, reason="Väärä yksikkö")
    html = first_page(as_maija, cast)
    assert NOTHING_YET in html
    assert "summary-figure" not in html


def test_an_organisation_of_which_too_few_answered_is_told_so(cast: Cast, as_maija: Client) -> None:
    released(made_round(cast, college=3, institute=25))
    html = first_page(as_maija, cast)
    assert "figures are protected" in html
    assert "summary-figure" not in html
    assert "invited answered" not in html


def test_the_newest_round_counts(cast: Cast, as_maija: Client) -> None:
    older, newer = made_round(cast, seed=1), made_round(cast, college=22, seed=2)
    for box in (older, newer):
        released(box)
    Round.objects.filter(pk=older.round.pk).update(closes_at=newer.round.closes_at - timedelta(days=300))
    html = first_page(as_maija, cast)
    assert "22</b> of 22 invited answered" in html
    assert "20</b> of 20 invited answered" not in html


def test_a_round_without_the_organisation_is_not_its_result(cast: Cast, as_maija: Client) -> None:
    box = made_round(cast)
    released(box)
    Group.objects.filter(organisation=cast.college).update(organisation=None)
    assert NOTHING_YET in first_page(as_maija, cast)


def test_contacts_coaches_and_coordinators_have_their_own_first_page(
    cast: Cast, as_bertil: Client, as_cecilia: Client, as_aino: Client
) -> None:
    released(made_round(cast))
    for client in (as_bertil, as_cecilia, as_aino):
        html = first_page(client, cast)
        assert STRENGTHS not in html
        assert NOTHING_YET not in html
        assert "summary-figure" not in html


def test_another_projects_management_sees_nothing_of_it(cast: Cast, as_eero: Client) -> None:
    released(made_round(cast))
    give_role(cast.eero, cast.other_project, Role.MANAGEMENT, cast.college)
    html = as_eero.get(f"/en/desk/{cast.other_project.slug}/").content.decode()
    assert NOTHING_YET in html
    assert "summary-figure" not in html


def test_who_leads_two_organisations_reads_both(cast: Cast, as_maija: Client) -> None:
    released(made_round(cast))
    give_role(cast.maija, cast.project, Role.MANAGEMENT, cast.institute)
    html = first_page(as_maija, cast)
    assert html.count("summary-figure") == 12
    assert html.count(f"<h1>{STRENGTHS}</h1>") == 1
