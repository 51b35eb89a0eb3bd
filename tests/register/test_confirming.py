"""A contact's path: invited, come, details and headcounts confirmed – one letter, one link, two pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from post_office.models import Email

from projects.register import services
from projects.register.models import ContactLink, Membership, Organisation, Partnership, Unit
from projects.register.services.confirming import contact_link, forget_contact_links
from tests.cast import Cast
from tests.register.pages import address
from yhes.accounts.models import User
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def link_in(letter: Email) -> str:
    found = re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", letter.message)
    assert found, letter.message
    return found[1]


def typed(form: Any, **changed: Any) -> dict[str, Any]:
    """What a browser would send of the form as it was opened."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in {**values, **changed}.items()}


def link_of(cast: Cast, language: str = "en") -> str:
    with translation.override(language):
        link = contact_link(membership=Membership.objects.get(user=cast.bertil))
    return link.removeprefix(settings.SITE_URL)


def test_from_the_letter_to_confirmed_headcounts_in_one_path(cast: Cast) -> None:
    """The letter's link, a name, a page of details: nothing else is opened, typed or signed in to."""
    services.change_partner(
        partnership=cast.project.partnerships.get(organisation=cast.institute), state="draft"
    )
    services.invite(
        project=cast.project, role="contact", email="kaisa@example.org", language="en",
        organisation=cast.institute, invited_by=cast.aino,
    )  # fmt: skip
    client, letter = Client(), Email.objects.get()
    join = client.post(link_in(letter), {"name": "Kaisa Kontakti", "method": "codes", "password": ""})
    page = address("confirm", cast.project.slug, cast.institute.slug)
    assert join["Location"] == page, join.content.decode()
    opened = client.get(page)
    assert opened.status_code == 200
    sent = typed(
        opened.context["form"], website="https://esimerkki.example/", new_unit="Campus", new_headcount="41"
    )
    done = client.post(page, sent, follow=True)
    assert "Thank you. The details are confirmed." in done.content.decode()
    found = Partnership.objects.get(project=cast.project, organisation=cast.institute)
    assert found.state == "joined"
    assert found.confirmed_at is not None
    unit = Unit.objects.get(organisation=cast.institute)
    assert (unit.name_en, unit.headcount) == ("Campus", 41)
    event = AuditEvent.objects.get(action="register.details_confirmed")
    assert (event.actor, event.project_id) == (User.objects.get(name="Kaisa Kontakti"), cast.project.pk)


def test_later_the_mailed_link_is_enough_and_says_who_confirmed(cast: Cast) -> None:
    unit = services.save_unit(organisation=cast.college, facts={"name_fi": "A", "headcount": 12})
    before = Partnership.objects.get(project=cast.project, organisation=cast.college)
    page, client = link_of(cast), Client()
    opened = client.get(page)
    assert opened["X-Robots-Tag"] == "noindex"
    assert "no-store" in opened["Cache-Control"]
    assert cast.bertil.email not in opened.content.decode()
    form = opened.context["form"]
    assert not form.fields.keys() & {"kind", "business_id", "provider", "legal_form"}
    wrong = client.post(page, typed(form, name_fi="", new_headcount="3", **{f"unit_{unit.pk}": "13"}))
    assert wrong.status_code == 400
    assert 'value="13"' in wrong.content.decode()
    assert Unit.objects.get().headcount == 12
    done = client.post(page, typed(form, **{f"unit_{unit.pk}": "13", "name_sv": "Exempelskolan"}))
    assert "Thank you" in done.content.decode()
    assert Unit.objects.get().headcount == 13
    assert Organisation.objects.get(pk=cast.college.pk).name_sv == "Exempelskolan"
    found = Partnership.objects.get(pk=before.pk)
    assert found.confirmed_at is not None
    assert found.changed_at == before.changed_at
    actors = set(AuditEvent.objects.filter(project_id=cast.project.pk).values_list("actor", flat=True))
    assert cast.bertil.pk in actors
    own = sign_of(cast)
    assert "confirmed the organisation&#x27;s details" in own


def sign_of(cast: Cast) -> str:
    client = Client()
    client.force_login(cast.bertil)
    return client.get(address("partner", cast.project.slug, cast.college.slug)).content.decode()


def test_what_the_coordinator_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    page, client = link_of(cast), Client()
    form = client.get(page).context["form"]
    services.update_organisation(
        organisation=cast.college, facts={"website": "https://uusi.example/"}, actor=cast.aino
    )
    answer = client.post(page, typed(form, name_sv="Exempelskolan"))
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "What others changed meanwhile" in text
    assert 'value="Exempelskolan"' in text
    assert "Aino" not in text
    assert client.post(page, typed(answer.context["form"])).status_code == 200
    found = Organisation.objects.get(pk=cast.college.pk)
    assert (found.name_sv, found.website) == ("Exempelskolan", "https://uusi.example/")


def test_a_headcount_left_as_it_was_keeps_what_the_coordinator_saved_meanwhile(cast: Cast) -> None:
    unit = services.save_unit(organisation=cast.college, facts={"name_fi": "A", "headcount": 12})
    page, client = link_of(cast), Client()
    form = client.get(page).context["form"]
    headcount_becomes(cast, unit, 30)
    assert client.post(page, typed(form, name_sv="Exempelskolan")).status_code == 200
    assert Unit.objects.get().headcount == 30
    assert Organisation.objects.get(pk=cast.college.pk).name_sv == "Exempelskolan"


def test_a_headcount_that_two_correct_is_written_only_after_a_look_at_the_others(cast: Cast) -> None:
    unit = services.save_unit(organisation=cast.college, facts={"name_fi": "A", "headcount": 12})
    other = services.save_unit(organisation=cast.college, facts={"name_fi": "B", "headcount": 5})
    page, client = link_of(cast), Client()
    form = client.get(page).context["form"]
    headcount_becomes(cast, unit, 30)
    headcount_becomes(cast, other, 6)
    answer = client.post(page, typed(form, **{f"unit_{unit.pk}": "13", "website": "https://uusi.example/"}))
    assert answer.status_code == 400
    told = [
        (change.before, change.after) for entry in answer.context["meanwhile"] for change in entry.changes
    ]
    assert {("12", "30"), ("5", "6")} <= set(told)
    text = answer.content.decode()
    assert "Somebody else has changed these details while you were writing." in text
    assert "Aino" not in text
    shown = answer.context["form"]
    assert [shown[f"unit_{row.pk}"].value() for row in (unit, other)] == ["13", "6"]
    assert Organisation.objects.get(pk=cast.college.pk).website == ""
    assert dict(Unit.objects.values_list("pk", "headcount")) == {unit.pk: 30, other.pk: 6}
    assert client.post(page, typed(shown)).status_code == 200
    assert dict(Unit.objects.values_list("pk", "headcount")) == {unit.pk: 13, other.pk: 6}


def test_a_unit_that_came_meanwhile_keeps_its_headcount(cast: Cast) -> None:
    page, client = link_of(cast), Client()
    form = client.get(page).context["form"]
    services.save_unit(organisation=cast.college, facts={"name_fi": "Uusi", "headcount": 7})
    assert client.post(page, typed(form)).status_code == 200
    assert Unit.objects.get().headcount == 7


def headcount_becomes(cast: Cast, unit: Unit, headcount: int) -> None:
    facts = {"headcount": headcount}
    services.save_unit(
        organisation=cast.college, unit=unit, facts=facts, project=cast.project, actor=cast.aino
    )


def test_a_link_dies_with_the_role_and_with_time(cast: Cast) -> None:
    page, client = link_of(cast), Client()
    assert client.get(page).status_code == 200
    assert client.get(page[:-3] + "xx/").status_code == 404
    ContactLink.objects.update(sent_at=timezone.now() - timedelta(days=61))
    assert client.get(page).status_code == 404
    assert client.post(page, {"name_fi": "Kaapattu"}).status_code == 404
    assert link_of(cast) == page  # the next letter has the same one, and it opens again
    assert client.get(page).status_code == 200
    User.objects.filter(pk=cast.bertil.pk).update(is_active=False)
    assert client.get(page).status_code == 404
    User.objects.filter(pk=cast.bertil.pk).update(is_active=True)
    services.remove_member(membership=Membership.objects.get(user=cast.bertil))
    assert client.get(page).status_code == 404
    assert not ContactLink.objects.exists()
    assert Organisation.objects.get(pk=cast.college.pk).name_fi == "Esimerkkiopisto"


def test_links_whose_time_is_over_are_forgotten(cast: Cast) -> None:
    link_of(cast)
    forget_contact_links(timezone.now())
    assert ContactLink.objects.exists()
    forget_contact_links(timezone.now() + timedelta(days=61))
    assert not ContactLink.objects.exists()


def test_management_does_not_confirm(cast: Cast, as_maija: Client) -> None:
    assert as_maija.get(address("confirm", cast.project.slug, cast.college.slug)).status_code == 403
