"""Employer partnerships: who keeps them, what they show, and that they do not rest on one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from projects.register import employer_offers, offers, services
from projects.register.errors import ChangedMeanwhile
from projects.register.models import EmployerPartnership, Membership, Organisation
from projects.register.personal import personal_data
from projects.register.services.employers import (
    EmployerKnown,
    OnePersonTwice,
    PersonWithoutRole,
    StepMissing,
    WorkplaceUnclear,
)
from tests.cast import Cast, give_second_factor, make_organisation, sign_in
from tests.register.pages import address

pytestmark = pytest.mark.django_db


def employer(cast: Cast, name: str = "Esimerkkipaja", **facts: Any) -> EmployerPartnership:
    given = {"stage": "active", **facts}
    return services.add_employer(project=cast.project, school=cast.college, name=name, facts=given)


def listed(client: Client, cast: Cast, **query: str) -> list[str]:
    response = client.get(address("employer_list", cast.project.slug), query)
    return [row.workplace.name for row, _badge in response.context["rows"]]


def test_a_contact_keeps_the_employers_of_the_own_school(cast: Cast) -> None:
    give_second_factor(cast.bertil)
    client = sign_in(Client(), cast.bertil)
    typed = {"school": cast.college.pk, "workplace": "Esimerkkipaja", "stage": "talks", "business_id": ""}
    people = {"owner": cast.bertil.pk, "deputy": cast.maija.pk}
    dates = {"next_step": "Käynti", "next_step_on": "31.12.2026", "last_contact_on": "1.11.2026"}
    page = address("employer_add", cast.project.slug)
    assert cast.institute.pk not in client.get(page).context["form"].fields["school"].queryset.values_list(
        "pk", flat=True
    )
    answer = client.post(page, {**typed, **people, **dates, "has_apprenticeships": "on"})
    assert answer.status_code == 302, answer.content.decode()
    made = EmployerPartnership.objects.get()
    assert (made.workplace.kind, made.workplace.is_fictional, made.stage) == ("workplace", True, "talks")
    assert (made.owner, made.deputy, made.has_apprenticeships) == (cast.bertil, cast.maija, True)
    assert "Maija Mäkelä" in client.get(address("employer_list", cast.project.slug)).content.decode()
    edit = address("employer_edit", cast.project.slug, made.pk)
    form = client.get(edit).context["form"]
    sent = {
        "stage": "active",
        "owner": cast.bertil.pk,
        "deputy": cast.bertil.pk,
        "seen": form["seen"].value(),
    }
    refused = client.post(edit, sent)
    assert refused.status_code == 400
    assert "must not rest on one person" in refused.content.decode()
    assert client.post(edit, {**sent, "deputy": ""}).status_code == 302
    made.refresh_from_db()
    assert (made.stage, made.deputy) == ("active", None)
    history = client.get(edit).content.decode()
    assert "changed the partnership with the employer" in history
    assert client.post(address("employer_remove", cast.project.slug, made.pk)).status_code == 302
    assert not EmployerPartnership.objects.present().exists()
    assert Organisation.objects.filter(name_fi="Esimerkkipaja").exists()


def test_a_list_finds_what_is_alone_quiet_or_late(cast: Cast, as_aino: Client) -> None:
    today = timezone.localdate()
    recent, long_ago = today - timedelta(days=30), today - timedelta(days=200)
    both = {"owner": cast.bertil, "deputy": cast.maija}
    late = {"next_step": "Soitto", "next_step_on": today - timedelta(days=1)}
    employer(cast, "Ankkuri", **both, last_contact_on=recent, **late)
    employer(cast, "Betoni", owner=cast.bertil, last_contact_on=recent)
    employer(cast, "Ceramia", **both, last_contact_on=long_ago)
    employer(cast, "Dynamo", stage="ended")
    assert listed(as_aino, cast) == ["Ankkuri", "Betoni", "Ceramia", "Dynamo"]
    assert listed(as_aino, cast, flag="alone") == ["Betoni"]
    assert listed(as_aino, cast, flag="quiet") == ["Ceramia"]
    assert listed(as_aino, cast, flag="late") == ["Ankkuri"]
    assert listed(as_aino, cast, stage="ended") == ["Dynamo"]
    assert listed(as_aino, cast, q="beto") == ["Betoni"]
    assert listed(as_aino, cast, sort="contact")[0] == "Dynamo"
    assert listed(as_aino, cast, sort="next")[0] == "Ankkuri"
    figures = as_aino.get(address("employer_list", cast.project.slug)).context["figures"]
    assert (figures["ownerless"], figures["alone"], figures["quiet"]) == (0, 1, 1)
    assert dict(figures["stages"])["cooperation going on"] == 3
    (todo,) = employer_offers.todo(cast.maija, cast.project)
    assert todo.is_late
    assert todo.detail == "Ankkuri: Soitto"
    assert not list(employer_offers.todo(cast.aino, cast.project))
    Membership.objects.filter(user=cast.maija).delete()
    assert listed(as_aino, cast, flag="alone") == ["Ankkuri", "Betoni", "Ceramia"]
    table = as_aino.get(address("employer_csv", cast.project.slug), {"flag": "late"}).content.decode(
        "utf-8-sig"
    )
    assert table.count("\r\n") == 2
    assert "Bertil" not in table


def test_the_list_asks_as_often_for_many_as_for_few(cast: Cast, as_aino: Client) -> None:
    page = address("employer_list", cast.project.slug)
    employer(cast, "Esimerkki 0")
    as_aino.get(page)
    counts = []
    for number in (1, 12):
        for place in range(number):
            employer(cast, f"Esimerkki {number}-{place}", owner=cast.bertil, deputy=cast.maija)
        with CaptureQueriesContext(connection) as asked:
            as_aino.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_refused(
    cast: Cast, as_bertil: Client, as_maija: Client, as_cecilia: Client, as_eero: Client
) -> None:
    made = employer(cast)
    with pytest.raises(services.CannotMerge, match=r"school and workplace|oppilaitoksena ja ty"):
        services.merge_organisations(kept=cast.college, dropped=made.workplace)
    with pytest.raises(EmployerKnown):
        employer(cast, "ESIMERKKIPAJA")
    with pytest.raises(OnePersonTwice):
        employer(cast, "X", owner=cast.aino, deputy=cast.aino)
    with pytest.raises(PersonWithoutRole):
        employer(cast, "X", owner=cast.eero)
    with pytest.raises(PersonWithoutRole):
        employer(cast, "X", owner=cast.cecilia)
    with pytest.raises(StepMissing):
        employer(cast, "X", next_step_on=timezone.localdate())
    make_organisation("yksi", "Esimerkkikaima")
    make_organisation("kaksi", "Esimerkkikaima")
    with pytest.raises(WorkplaceUnclear):
        employer(cast, "Esimerkkikaima")
    services.change_employer(partnership=made, facts={"stage": "paused"})
    with pytest.raises(ChangedMeanwhile):
        services.change_employer(partnership=made, facts={"stage": "talks"}, seen=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmployerPartnership.objects.filter(pk=made.pk).update(owner=cast.aino, deputy=cast.aino)
    elsewhere = services.add_employer(
        project=cast.project, school=cast.institute, name="Esimerkkimuu", facts={"stage": "talks"}
    )
    edit = address("employer_edit", cast.project.slug, elsewhere.pk)
    for client, status in ((as_bertil, 404), (as_maija, 404), (as_cecilia, 403), (as_eero, 404)):
        assert client.get(edit).status_code == status
    assert as_maija.get(address("employer_edit", cast.project.slug, made.pk)).status_code == 403
    assert listed(as_maija, cast) == ["Esimerkkipaja"]
    answer = as_bertil.get(address("employer_edit", cast.project.slug, made.pk))
    assert answer.status_code == 302  # names of people are for those with a second factor


def test_a_persons_own_data_tell_of_the_employers_they_look_after(cast: Cast) -> None:
    employer(cast, owner=cast.bertil)
    (told,) = personal_data(cast.bertil)["employer_partnerships"]
    assert (told["as"], told["partnership"]) == ("owner", "Esimerkkiopisto – Esimerkkipaja")
    cast.bertil.memberships.all().delete()
    cast.bertil.delete()
    assert EmployerPartnership.objects.get().owner is None


def reminders(user: Any, cast: Cast) -> dict[str, str]:
    """Title → address of what is asked of the person about partnerships that rest on nobody."""
    with translation.override("en"):
        return {todo.title: todo.url for todo in employer_offers.todo(user, cast.project)}


def test_a_partnership_that_rests_on_one_person_or_nobody_is_somebody_s_task(cast: Cast) -> None:
    today = timezone.localdate()
    recent, long_ago = today - timedelta(days=30), today - timedelta(days=200)
    both = {"owner": cast.bertil, "deputy": cast.maija}
    employer(cast, "Ankkuri", **both, last_contact_on=recent)
    assert not reminders(cast.bertil, cast)
    employer(cast, "Betoni", owner=cast.bertil, last_contact_on=recent)
    employer(cast, "Ceramia", **both, last_contact_on=long_ago)
    employer(cast, "Dynamo", **both)
    employer(cast, "Eloste", stage="ended")
    listing = address("employer_list", cast.project.slug)
    of_contact = {
        "1 partnership with an employer is without a deputy": f"{listing}?flag=alone",
        "2 partnerships with employers have been quiet for six months": f"{listing}?flag=quiet",
    }
    assert reminders(cast.bertil, cast) == of_contact
    assert not reminders(cast.maija, cast)  # management only reads
    assert not reminders(cast.aino, cast)
    services.add_employer(
        project=cast.project, school=cast.institute, name="Fysiikka", facts={"stage": "talks"}
    )
    assert reminders(cast.bertil, cast) == of_contact  # another school's are not his
    assert reminders(cast.aino, cast) == {
        "1 partnership with an employer is without an owner": f"{listing}?flag=ownerless"
    }
    assert not reminders(cast.eero, cast)
    Membership.objects.filter(user=cast.bertil).update(role="management")
    assert not reminders(cast.bertil, cast)


def test_what_a_reminder_counts_is_what_its_list_shows(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    for number in range(3):
        employer(cast, f"Esimerkki {number}")
    services.add_employer(
        project=cast.project, school=cast.institute, name="Esimerkkimuu", facts={"stage": "talks"}
    )
    for client, user, wanted in ((as_aino, cast.aino, [4]), (as_bertil, cast.bertil, [3, 3])):
        counts = [
            client.get(todo.url).context["page_obj"].paginator.count
            for todo in employer_offers.todo(user, cast.project)
        ]
        assert counts == wanted


def test_reminders_ask_as_often_for_many_partnerships_as_for_few(cast: Cast) -> None:
    counts = []
    for number in (1, 12):
        for place in range(number):
            employer(cast, f"Esimerkki {number}-{place}", owner=cast.bertil)
        with CaptureQueriesContext(connection) as asked:
            assert list(employer_offers.todo(cast.bertil, cast.project))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_portfolio_tells_of_partnerships_that_nobody_owns(cast: Cast) -> None:
    owned = employer(cast, "Ankkuri", owner=cast.bertil)
    assert not offers.portfolio(cast.aino, [cast.project])
    Membership.objects.filter(user=cast.bertil).delete()
    with translation.override("en"):
        (fact,) = offers.portfolio(cast.aino, [cast.project])[cast.project.pk]
    assert (fact.kind, fact.count, fact.text) == ("late", 1, "1 employer without an owner")
    assert fact.url.endswith("?flag=ownerless")
    assert not offers.portfolio(cast.bertil, [cast.project])
    services.remove_employer(partnership=owned)
    assert not offers.portfolio(cast.aino, [cast.project])


def test_a_list_of_several_schools_can_be_narrowed_to_one(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    employer(cast, "Ankkuri")
    services.add_employer(
        project=cast.project, school=cast.institute, name="Betoni", facts={"stage": "talks"}
    )
    assert listed(as_aino, cast, school=cast.college.slug) == ["Ankkuri"]
    assert listed(as_aino, cast, school=cast.institute.slug) == ["Betoni"]
    page = address("employer_list", cast.project.slug)
    assert 'name="school"' in as_aino.get(page).content.decode()
    assert 'name="school"' not in as_bertil.get(page).content.decode()  # there is one school to choose
    assert listed(as_bertil, cast, school=cast.institute.slug) == ["Ankkuri"]
    narrowed = as_aino.get(address("employer_csv", cast.project.slug), {"school": cast.institute.slug})
    assert narrowed.content.decode("utf-8-sig").count("\r\n") == 2
