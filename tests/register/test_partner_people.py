"""Who acts for an organisation is personal data: its contact and management confirm before they see it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.people import address, give_app
from tests.cast import Cast, give_second_factor, sign_in
from yhes.common import audit

pytestmark = pytest.mark.django_db


def page_of(cast: Cast) -> str:
    return address("register:partner", cast.project.slug, cast.college.slug)


@pytest.mark.parametrize("who", ["bertil", "maija"])
def test_names_wait_for_the_second_factor_and_the_rest_does_not(cast: Cast, who: str) -> None:
    cast.college.units.create(name_fi="Tekniikka", headcount=7)
    page = sign_in(Client(), getattr(cast, who)).get(page_of(cast)).content.decode()
    people = page.partition('id="contacts"')[2].partition("</section>")[0]
    assert "Tekniikka" in page
    assert 'href="?people=1#contacts"' in people
    for name in ("Bertil Berg", "Maija Mäkelä"):
        assert name not in people


def test_asking_for_the_names_leads_through_the_second_factor_and_back(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.bertil)
    app = give_app(cast.bertil)
    asked = client.get(page_of(cast), {"people": "1"})
    assert asked["Location"].startswith(address("mfa_reauthenticate"))
    back = client.post(asked["Location"], {"code": app.code()})["Location"]
    assert back == f"{page_of(cast)}?people=1"
    for url in (back, page_of(cast)):
        assert "Maija Mäkelä" in client.get(url).content.decode()


def test_whoever_has_none_is_led_to_set_one_up(cast: Cast, as_maija: Client) -> None:
    assert as_maija.get(page_of(cast), {"people": "1"})["Location"] == address("mfa_index")


def test_a_foreign_partner_is_not_told_apart_by_asking(cast: Cast, as_bertil: Client) -> None:
    url = address("register:partner", cast.project.slug, cast.institute.slug)
    assert as_bertil.get(url, {"people": "1"}).status_code == 404


def test_a_coordinator_sees_them_at_once(cast: Cast, as_aino: Client) -> None:
    page = as_aino.get(page_of(cast)).content.decode()
    assert "Bertil Berg" in page
    assert "?people=1" not in page


def test_the_history_names_only_the_reader_before_the_second_factor(cast: Cast) -> None:
    for actor in (cast.bertil, cast.maija):
        audit.record(
            actor=actor, action="register.member_joined", on=cast.college, project_id=cast.project.pk
        )
    without = sign_in(Client(), cast.bertil).get(page_of(cast))
    assert without.context["history"][1].who == "Bertil Berg"
    assert "Maija Mäkelä" not in without.content.decode()
    give_second_factor(cast.bertil)
    confirmed = sign_in(Client(), cast.bertil).get(page_of(cast))
    assert [entry.who for entry in confirmed.context["history"]] == ["Maija Mäkelä", "Bertil Berg"]
