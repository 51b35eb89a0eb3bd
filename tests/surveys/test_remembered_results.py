"""What is made of a release is made once; who may see it, and whether it stands, is asked every time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from projects.register.models import Membership, Role
from surveys.models import Group, Release
from surveys.presenting import fragments
from surveys.services import closing, releasing
from tests.cast import Cast, give_role, give_second_factor, sign_in
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.fielding import silent, url

pytestmark = pytest.mark.django_db(transaction=True)

SWEDISH_TABLE = "Visa som tabell"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    caches["parts"].clear()
    fragments.forget_at_hand()


def made_round(cast: Cast, units: tuple[int, ...] = (1, 1)) -> BallotBox:
    """A counted round of the cast's two organisations and of others, if more units are asked for."""
    box = open_box(cast.project, units=units)
    for place, organisation in enumerate((cast.college, cast.institute)):
        below = [
            box.organisations[place].pk,
            *(unit.pk for (of, _), unit in box.units.items() if of == place),
        ]
        Group.objects.filter(pk__in=below).update(organisation=organisation)
    fill(box, dict.fromkeys(box.units, 12))
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return box


def released(box: BallotBox) -> Release:
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def address(
    cast: Cast, box: BallotBox, group: Group, name: str = "group_results", language: str = "en"
) -> str:
    return url(name, cast.project.slug, box.round.pk, group.pk, language=language)


def figures(response: Any) -> str:
    return str(response.context["figures"].html)


def queries(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in found]


def test_the_second_reader_is_shown_what_was_made_for_the_first(
    cast: Cast, as_bertil: Client, as_maija: Client
) -> None:
    box = made_round(cast)
    released(box)
    path = address(cast, box, box.root)
    first = queries(as_bertil, path)
    assert any("surveys_releasedgroup" in sql for sql in first)
    again = queries(as_maija, path)
    assert not any("surveys_releasedgroup" in sql for sql in again)
    assert figures(as_bertil.get(path)) == figures(as_maija.get(path))


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_withdrawn_release_is_gone_from_every_page_at_once(
    cast: Cast, as_aino: Client, visitor: Client, at_hand: bool
) -> None:
    box = made_round(cast)
    made = released(box)
    inside = address(cast, box, box.root)
    summary = address(cast, box, box.root, "summary")
    public = url("release", made.pk, language="en")
    for client, path in ((as_aino, inside), (as_aino, summary), (visitor, public)):
        assert "Strengths" in (html := client.get(path).content.decode()) or "Show as a table" in html
    if not at_hand:
        fragments.forget_at_hand()
    releasing.withdraw(release=made, user=cast.aino, reason="Väärä yksikkö")
    for path in (inside, summary):
        assert "The results have not been released" in as_aino.get(path).content.decode()
    assert visitor.get(public).status_code == 404


def test_a_release_after_a_withdrawn_one_is_shown_as_itself(cast: Cast, as_aino: Client) -> None:
    box = made_round(cast)
    first = released(box)
    path = address(cast, box, box.root)
    assert "release 1" in figures(as_aino.get(path))
    releasing.withdraw(release=first, user=cast.aino, reason="Väärä yksikkö")
    second = released(box)
    assert second.pk != first.pk
    assert second.fingerprint == first.fingerprint
    shown = figures(as_aino.get(path))
    assert "release 2" in shown
    assert "release 1" not in shown


def test_withdrawing_the_round_before_takes_it_off_the_next_rounds_page(cast: Cast, as_aino: Client) -> None:
    earlier, later = made_round(cast), made_round(cast)
    before = released(earlier)
    released(later)
    path = address(cast, later, later.root)
    assert "Previous" in figures(as_aino.get(path))
    releasing.withdraw(release=before, user=cast.aino, reason="Väärä yksikkö")
    assert "Previous" not in figures(as_aino.get(path))


def test_who_loses_the_role_is_refused_although_the_page_is_remembered(cast: Cast, as_maija: Client) -> None:
    box = made_round(cast)
    released(box)
    path = address(cast, box, box.organisations[0])
    assert as_maija.get(path).status_code == 200
    Membership.objects.filter(user=cast.maija).delete()
    assert as_maija.get(path).status_code == 404


def test_what_the_coordinator_reads_is_not_there_for_others_to_find(
    cast: Cast, as_aino: Client, as_maija: Client
) -> None:
    box = made_round(cast)
    released(box)
    other = address(cast, box, box.organisations[1])
    own = address(cast, box, box.organisations[0])
    assert as_aino.get(other).status_code == 200
    assert as_maija.get(other).status_code == 404
    assert other in as_aino.get(own).content.decode()
    assert other not in as_maija.get(own).content.decode()


def test_inside_figures_are_never_those_of_the_public_page(
    cast: Cast, as_aino: Client, visitor: Client
) -> None:
    box = made_round(cast)
    made = released(box)
    inside = as_aino.get(address(cast, box, box.root))
    public = visitor.get(url("release", made.pk, language="en"))
    assert inside.context["figures"].n.endswith("24")
    assert public.context["figures"].n.endswith("20–49")
    assert "n\N{NO-BREAK SPACE}12" in figures(inside)


def test_each_language_has_its_own(cast: Cast, as_aino: Client) -> None:
    box = made_round(cast)
    released(box)
    for language, words in (("en", "Show as a table"), ("sv", SWEDISH_TABLE), ("en", "Show as a table")):
        html = figures(as_aino.get(address(cast, box, box.root, language=language)))
        assert words in html
        assert (SWEDISH_TABLE in html) == (language == "sv")


def test_another_version_of_the_portal_makes_its_own(
    cast: Cast, as_aino: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = made_round(cast)
    released(box)
    path = address(cast, box, box.root)
    queries(as_aino, path)
    monkeypatch.setattr(fragments, "code_mark", lambda: "the next version")
    assert any("surveys_releasedgroup" in sql for sql in queries(as_aino, path))


def test_in_development_nothing_is_remembered(cast: Cast, as_aino: Client) -> None:
    box = made_round(cast)
    released(box)
    path = address(cast, box, box.root)
    with override_settings(DEBUG=True):
        for _time in range(2):
            assert any("surveys_releasedgroup" in sql for sql in queries(as_aino, path))
    assert not fragments._AT_HAND


def test_few_queries_however_many_groups_there_are(cast: Cast, as_aino: Client, as_maija: Client) -> None:
    small, large = made_round(cast), made_round(cast, units=(3, 2, 2, 2))
    for box in (small, large):
        released(box)
    for client in (as_aino, as_maija):
        counts = []
        for box in (small, large):
            path = address(cast, box, box.organisations[0])
            fresh = len(queries(client, path))
            counts.append((fresh, len(queries(client, path))))
        assert counts[0][1] == counts[1][1] <= 12
        assert all(fresh <= 32 for fresh, _again in counts)


def test_only_the_documents_of_the_page_are_read(cast: Cast, as_aino: Client) -> None:
    """The group, the whole, and what is right below the group; not the units of other organisations."""
    box = made_round(cast, units=(2, 3))
    released(box)
    sent = queries(as_aino, address(cast, box, box.organisations[0]))
    (read,) = [sql for sql in sent if "surveys_releasedgroup" in sql]
    groups = [box.root, box.organisations[0], box.units[0, 0], box.units[0, 1]]
    asked = re.search(r'"group_id" IN \(([\d, ]+)\)', read)
    assert asked
    assert {int(pk) for pk in asked[1].split(",")} == {group.pk for group in groups}


def test_roles_of_one_project_are_none_of_another(cast: Cast) -> None:
    box = made_round(cast)
    released(box)
    give_role(cast.cecilia, cast.other_project, Role.COORDINATOR)
    give_second_factor(cast.cecilia)
    client = sign_in(Client(), cast.cecilia)
    assert client.get(url("rounds", cast.other_project.slug, language="en")).status_code == 200
    assert client.get(address(cast, box, box.root)).status_code == 403
