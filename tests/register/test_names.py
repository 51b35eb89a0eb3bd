"""Names over time: an organisation is found by all of them, and leads on when it has ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from projects.register import services
from projects.register.errors import (
    ChangedMeanwhile,
    EndMissing,
    NameTwice,
    SuccessionGoesInCircles,
    SuccessorUnclear,
    SuccessorUnknown,
)
from projects.register.models import Organisation, OrganisationName, Succession
from projects.register.naming import Register, likeness, plain_name, trigrams
from tests.cast import Cast, make_organisation
from tests.register.pages import address
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def named(organisation: Organisation, **facts: Any) -> Organisation:
    given = {"aliases": [], "former": [], "ended_on": None, "successors": [], **facts}
    return services.save_names(organisation=organisation, **given)


def test_an_organisation_is_found_by_every_name_it_has_or_had(cast: Cast, as_aino: Client) -> None:
    named(cast.institute, aliases=["EKSKO"], former=[("Ängens läroverk", date(2019, 12, 31))])
    partners = address("partner_list", cast.project.slug)
    for text in ("eksko", "ängens", "ÄNGENS LÄRO"):
        rows = as_aino.get(partners, {"q": text}).context["rows"]
        assert [row.partnership.organisation for row in rows] == [cast.institute], text
        hits = as_aino.get(address("partner_add", cast.project.slug), {"q": text}).context["hits"]
        assert hits == [cast.institute]
    assert Register.read().exactly("Ängens  Läroverk.") == [cast.institute.pk]
    public = as_aino.get(address("organisation", cast.institute.slug)).content.decode()
    assert "EKSKO" in public
    assert "until 31 Dec 2019" in public


def test_one_that_has_ended_leads_on_to_who_carries_on(cast: Cast, as_aino: Client, visitor: Client) -> None:
    hidden = make_organisation("esimerkkiperillinen", "Esimerkkiperillinen", business_id="0000001-9")
    page = address("organisation_names", cast.project.slug, cast.institute.slug)
    typed = {"ended_on": "31.12.2025", "successors": "Esimerkkiopisto\n0000001-9", "seen": "0"}
    assert as_aino.post(page, typed).status_code == 302
    public = visitor.get(address("organisation", cast.institute.slug)).content.decode()
    assert "ended on 31 Dec 2025" in public
    assert f'href="{address("organisation", cast.college.slug)}"' in public
    assert "Esimerkkiperillinen" in public
    assert address("organisation", hidden.slug) not in public
    found = as_aino.get(address("partner_add", cast.project.slug), {"q": "skolan"}).content.decode()
    assert "carried on by Esimerkkiopisto, Esimerkkiperillinen" in found
    event = AuditEvent.objects.get(action=services.NAMES_CHANGED)
    assert event.changes["ended_on"] == [None, "2025-12-31"]
    again = {name: as_aino.get(page).context["form"][name].value() for name in ("successors", "seen")}
    assert again == {"successors": "Esimerkkiopisto\n0000001-9", "seen": event.pk}


def test_nobody_comes_after_itself_not_even_through_others(cast: Cast) -> None:
    third = make_organisation("esimerkkikolmas", "Esimerkkikolmas")
    day = date(2025, 1, 1)
    named(cast.college, ended_on=day, successors=["Esimerkkiskolan"])
    named(cast.institute, ended_on=day, successors=["Esimerkkikolmas"])
    for loop in ("Esimerkkiopisto", "Esimerkkiskolan", "Esimerkkikolmas"):
        with pytest.raises(SuccessionGoesInCircles):
            named(third, ended_on=day, successors=[loop])
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(ended=third, successor=third)


def test_what_cannot_be_meant_is_refused_in_words(cast: Cast, as_aino: Client) -> None:
    make_organisation("toinen", "Esimerkkiopisto")
    with pytest.raises(SuccessorUnclear):
        named(cast.institute, ended_on=date(2025, 1, 1), successors=["esimerkkiopisto"])
    with pytest.raises(SuccessorUnknown):
        named(cast.institute, ended_on=date(2025, 1, 1), successors=["Ei kukaan"])
    with pytest.raises(EndMissing):
        named(cast.institute, successors=["0000001-9", "Esimerkkiskolan"][1:])
    with pytest.raises(NameTwice):
        named(cast.institute, aliases=["ABC"], former=[("abc", None)])
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationName.objects.create(organisation=cast.college, name="X", used_until=date(2020, 1, 1))
    page = address("organisation_names", cast.project.slug, cast.institute.slug)
    response = as_aino.post(page, {"former": "Vanha; eilen", "seen": "0"})
    assert response.status_code == 400
    assert "“eilen” after “Vanha” is no day" in response.content.decode()
    assert not cast.institute.other_names.exists()


def test_the_second_of_two_at_once_sees_what_changed(cast: Cast, as_aino: Client) -> None:
    page = address("organisation_names", cast.project.slug, cast.institute.slug)
    named(cast.institute, aliases=["ENSIN"])
    response = as_aino.post(page, {"aliases": "TOISEKSI", "seen": "0"})
    assert response.status_code == 400
    text = response.content.decode()
    assert "What others changed meanwhile" in text
    assert "ENSIN" in text
    assert "TOISEKSI" in text
    with pytest.raises(ChangedMeanwhile):
        named(cast.institute, aliases=["TOISEKSI"], seen=0)
    seen = response.context["form"]["seen"].value()
    assert as_aino.post(page, {"aliases": "TOISEKSI", "seen": seen}).status_code == 302
    assert [row.name for row in cast.institute.other_names.all()] == ["TOISEKSI"]


def test_only_coordinators_keep_names(cast: Cast, as_bertil: Client, as_eero: Client) -> None:
    page = address("organisation_names", cast.project.slug, cast.college.slug)
    assert as_bertil.get(page).status_code == 403
    assert as_eero.post(page, {"aliases": "X"}).status_code == 404


def test_alike_is_told_by_trigrams_without_legal_forms_and_punctuation(cast: Cast) -> None:
    assert plain_name(" Länsirannikon\u00a0Koulutus OY. ") == "länsirannikon koulutus oy"
    assert likeness(trigrams("abc oy"), trigrams("abc ab")) == 1
    assert likeness(trigrams("abc"), trigrams("xyz")) == 0
    register = Register.read()
    assert register.alike("Esimerkkiopista Oy") == [cast.college.pk]
    assert register.alike("Aivan muu") == []
    assert register.exactly("Esimerkkiopista") == []
