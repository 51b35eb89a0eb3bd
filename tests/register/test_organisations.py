"""Legal bodies, trade names and schools are three things; business IDs are unique and right."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from projects.register import services
from projects.register.errors import (
    BusinessIdTaken,
    BusinessIdWrong,
    NameMissing,
    ProviderIsASchool,
    SchoolIsNoLegalBody,
    UnitNameTaken,
)
from projects.register.models import Organisation, Unit
from tests.cast import Cast
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def body(**facts: object) -> Organisation:
    values = {"kind": "provider", "name_fi": "Esimerkki-koulutuskuntayhtymä", **facts}
    return services.create_organisation(facts=values)


def school(provider: Organisation, **facts: object) -> Organisation:
    return body(kind="school", name_fi="Esimerkkiammattikoulu", provider=provider, **facts)


def test_a_trade_name_stands_beside_the_official_name() -> None:
    organisation = body(name_fi="Esimerkki-koulutus Oy", trade_name_fi="Nova", business_id="0000001-9")
    with translation.override("fi"):
        assert str(organisation) == "Esimerkki-koulutus Oy Nova"
    assert organisation.legal_body == organisation


def test_a_school_points_to_the_body_that_answers_for_it() -> None:
    provider = body(business_id="0000001-9")
    made = school(provider)
    assert made.legal_body == provider
    assert made.business_id == ""


def test_a_school_has_no_business_id_of_its_own() -> None:
    provider = body(business_id="0000001-9")
    with pytest.raises(SchoolIsNoLegalBody):
        school(provider, business_id="0000002-7")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(
            slug="x", kind="school", name_fi="X", provider=provider, business_id="0000002-7"
        )


def test_a_school_does_not_provide_another_school() -> None:
    first = school(body())
    with pytest.raises(ProviderIsASchool):
        school(first)
    with pytest.raises(ProviderIsASchool):
        services.update_organisation(organisation=first, facts={"provider": first})


def test_a_wrong_check_digit_is_refused_and_what_is_meant_is_understood() -> None:
    with translation.override("en"), pytest.raises(BusinessIdWrong, match="check digit"):
        body(business_id="0211675-3")
    assert body(business_id=" 211675-2").business_id == "0211675-2"


def test_a_business_id_belongs_to_one_organisation() -> None:
    first = body(business_id="0211675-2")
    with translation.override("en"), pytest.raises(BusinessIdTaken, match="Esimerkki-koulutuskuntayhtymä"):
        body(name_fi="Toinen", business_id="0211675-2")
    other = body(name_fi="Toinen")
    with pytest.raises(BusinessIdTaken):
        services.update_organisation(organisation=other, facts={"business_id": first.business_id})


def test_many_organisations_may_lack_a_business_id() -> None:
    assert [body(name_fi=f"Esimerkki {number}").business_id for number in range(3)] == ["", "", ""]


def test_a_name_in_one_language_is_enough_and_none_is_too_little() -> None:
    swedish = body(name_fi="", name_sv="Exempelsamkommunen")
    assert swedish.name_fi is None
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            assert swedish.name == "Exempelsamkommunen"
    with pytest.raises(NameMissing):
        services.update_organisation(organisation=swedish, facts={"name_sv": " "})


def test_lists_are_in_the_order_of_the_names_that_are_shown() -> None:
    body(name_fi="Esimerkki Omena", name_sv="Exempel Äpple")
    body(name_fi="Esimerkki Banaani", name_sv="Exempel Banan")
    body(name_fi="", name_sv="Exempel Citron")
    with translation.override("fi"):
        names = [organisation.name for organisation in Organisation.objects.by_name()]
    assert names == ["Esimerkki Banaani", "Esimerkki Omena", "Exempel Citron"]
    with translation.override("sv"):
        names = [organisation.name for organisation in Organisation.objects.by_name()]
    assert names == ["Exempel Banan", "Exempel Citron", "Exempel Äpple"]


@pytest.mark.parametrize("text", ["älg", "ÄLG", "Älg", "nova", "0000001-9", "00000019", "samkommun"])
def test_searching_finds_by_any_name_school_provider_or_number(text: str) -> None:
    provider = body(
        name_fi="", name_sv="Exempelsamkommunen Älgen", trade_name_fi="Nova", business_id="0000001-9"
    )
    made = school(provider)
    body(name_fi="Esimerkki muu", business_id="0000002-7")
    assert set(Organisation.objects.matching(text)) == {provider, made}


def test_the_address_stays_when_the_name_changes() -> None:
    organisation = body()
    services.update_organisation(organisation=organisation, facts={"name_fi": "Esimerkki uusi"})
    organisation.refresh_from_db()
    assert organisation.slug == "esimerkki-koulutuskuntayhtyma"
    event = audit.history(organisation)[0]
    assert event.changes == {"name_fi": ["Esimerkki-koulutuskuntayhtymä", "Esimerkki uusi"]}


def test_units_have_headcounts_and_a_name_once(cast: Cast) -> None:
    unit = services.save_unit(
        organisation=cast.college, facts={"name_fi": "Tekniikka", "headcount": 12}, actor=cast.bertil
    )
    assert (unit.name, unit.headcount) == ("Tekniikka", 12)
    with pytest.raises(UnitNameTaken):
        services.save_unit(organisation=cast.college, facts={"name_fi": "Tekniikka"})
    with pytest.raises(NameMissing):
        services.save_unit(organisation=cast.college, facts={"name_fi": ""})
    services.save_unit(organisation=cast.institute, facts={"name_fi": "Tekniikka"})
    assert Unit.objects.count() == 2


def test_changing_a_headcount_is_told_on_the_organisation(cast: Cast) -> None:
    unit = Unit.objects.create(organisation=cast.college, name_fi="Tekniikka", headcount=12)
    services.save_unit(
        organisation=cast.college, unit=unit, facts={"headcount": 14}, project=cast.project, actor=cast.bertil
    )
    event = AuditEvent.objects.get(action="register.unit_changed")
    assert event.object_id == str(cast.college.pk)
    assert event.changes == {"unit": [None, "Tekniikka"], "headcount": [12, 14]}


def test_a_unit_of_another_organisation_is_not_changed(cast: Cast) -> None:
    unit = Unit.objects.create(organisation=cast.institute, name_fi="Tekniikka", headcount=12)
    with pytest.raises(Unit.DoesNotExist):
        services.save_unit(organisation=cast.college, unit=unit, facts={"headcount": 1})


def test_an_organisation_never_takes_a_word_of_the_desks_addresses() -> None:
    assert [body(name_fi=name).slug for name in ("Add", "Lisää", "Lägg till")] == [
        "add-2",
        "lisaa-2",
        "lagg-till-2",
    ]
