"""From draft to published, held or cancelled; what may be changed on the way, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.register.models import WorkPackage
from projects.workshops import errors, services
from projects.workshops.models import Registration, Workshop
from tests.cast import Cast
from tests.workshops.recipes import begin, come, make_draft, make_held, make_workshop
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def owed(workshop: Workshop) -> dict[str, str]:
    return dict(workshop.registrations.values_list("name", "owes"))


def actions(workshop: Workshop) -> list[str]:
    return [event.action for event in audit.history(workshop)]


def test_a_draft_is_published_once(cast: Cast) -> None:
    draft = make_draft(cast.project)
    assert services.publish_workshop(workshop=draft, actor=cast.aino).state == "published"
    with pytest.raises(errors.NotADraft):
        services.publish_workshop(workshop=draft)
    assert actions(draft) == ["workshops.published", "workshops.created"]


def test_what_has_begun_or_is_nowhere_cannot_be_published(cast: Cast) -> None:
    with pytest.raises(errors.StartIsPast):
        services.publish_workshop(workshop=make_draft(cast.project, days=-1))
    with pytest.raises(errors.PlaceMissing):
        services.publish_workshop(workshop=make_draft(cast.project, place_fi=""))
    assert not Workshop.objects.exclude(state="draft").exists()


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"title_fi": " "}, errors.TitleMissing),
        ({"ends_at": timezone.now()}, errors.EndsBeforeStart),
        ({"registration_closes_at": timezone.now() + timedelta(days=30)}, errors.ClosesAfterStart),
        ({"nonsense": 1}, KeyError),
    ],
)
def test_a_workshop_that_makes_no_sense_is_refused(cast: Cast, facts: dict[str, Any], error: type) -> None:
    with pytest.raises(error):
        make_draft(cast.project, **facts)
    assert not Workshop.objects.exists()


def test_the_work_package_is_one_of_the_project(cast: Cast) -> None:
    other = WorkPackage.objects.create(project=cast.other_project, title_fi="Muualla")
    with pytest.raises(errors.ForeignWorkPackage):
        make_draft(cast.project, work_package=other)


def test_a_link_makes_it_an_online_event(cast: Cast) -> None:
    draft = make_draft(cast.project, place_fi="", online_link="https://esimerkki.example/h")
    assert services.publish_workshop(workshop=draft).is_online


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": 0},
        {"online_link": "https://esimerkki.example/h"},
        {"participants_count": 3},
        {"ends_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_it_too(cast: Cast, wrong: dict[str, Any]) -> None:
    workshop = make_workshop(cast.project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(**wrong)


def test_slugs_stay_apart(cast: Cast) -> None:
    first, second = make_draft(cast.project, "Sama"), make_draft(cast.other_project, "Sama")
    assert (first.slug, second.slug) == ("sama", "sama-2")


def test_a_new_time_is_told_to_everybody_who_comes_or_waits(cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    come(workshop, "Ville")
    come(workshop, "Wilma")
    services.cancel_registration(registration=come(workshop, "Yngve"))
    later = workshop.starts_at + timedelta(days=1)
    facts = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    services.update_workshop(workshop=workshop, facts=facts, actor=cast.aino)
    assert owed(workshop) == {"Ville": "changed", "Wilma": "changed", "Yngve": ""}
    workshop.refresh_from_db()
    assert workshop.revision == 1


def test_polishing_the_words_writes_to_nobody(cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    come(workshop, "Ville")
    services.update_workshop(workshop=workshop, facts={"summary_fi": "Parempi", "title_sv": "Stig"})
    assert owed(workshop) == {"Ville": ""}


def test_the_news_of_a_seat_is_not_lost_under_the_news_of_a_change(cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    ville, _wilma = come(workshop, "Ville"), come(workshop, "Wilma")
    services.cancel_registration(registration=ville)
    services.update_workshop(workshop=workshop, facts={"place_fi": "Turku"})
    assert owed(workshop)["Wilma"] == "seat"


def test_saving_without_changes_leaves_no_trace(cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    services.update_workshop(workshop=workshop, facts={"title_fi": "Polkutyöpaja"}, actor=cast.aino)
    assert actions(workshop) == ["workshops.published", "workshops.created"]


def test_cancelling_tells_everybody_and_is_for_good(cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    come(workshop, "Ville")
    come(workshop, "Wilma")
    found = services.cancel_workshop(workshop=workshop, note=" Sairastapaus ", actor=cast.aino)
    assert (found.state, found.cancellation_note) == ("cancelled", "Sairastapaus")
    assert owed(workshop) == {"Ville": "cancelled", "Wilma": "cancelled"}
    for attempt in (
        lambda: services.cancel_workshop(workshop=workshop),
        lambda: services.mark_held(workshop=begin(workshop)),
    ):
        with pytest.raises(errors.NotPublished):
            attempt()
    with pytest.raises(errors.NothingChangesAfterwards):
        services.update_workshop(workshop=workshop, facts={"title_fi": "Taas"})


def test_cancelling_frees_no_seat_for_the_queue(cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    come(workshop, "Ville")
    come(workshop, "Wilma")
    services.cancel_workshop(workshop=workshop)
    assert Registration.objects.get(name="Wilma").state == "waiting"


def test_held_only_after_it_began_and_the_count_can_be_corrected(cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    with pytest.raises(errors.NotOverYet):
        services.mark_held(workshop=workshop, participants_count=3)
    begin(workshop)
    assert services.mark_held(workshop=workshop).participants_count is None
    assert services.mark_held(workshop=workshop, participants_count=17).participants_count == 17


def test_a_past_event_can_be_recorded_from_a_draft(cast: Cast) -> None:
    assert make_held(cast.project, days=-400).state == "held"


def test_only_drafts_can_be_deleted(cast: Cast) -> None:
    services.delete_draft(workshop=make_draft(cast.project), actor=cast.aino)
    assert not Workshop.objects.exists()
    with pytest.raises(errors.NotADraft):
        services.delete_draft(workshop=make_workshop(cast.project))


def test_the_trail_names_nobody_who_registered(cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    ville, _wilma = come(workshop, "Ville"), come(workshop, "Wilma")
    services.cancel_registration(registration=ville)
    trail = str(list(AuditEvent.objects.values()))
    assert "ville" not in trail.lower()
    assert "wilma" not in trail.lower()
