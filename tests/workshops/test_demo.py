"""The demo's events: facts of the one real workshop, and fictional ones around today."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from post_office.models import Email

from projects.workshops import demo, evidence
from projects.workshops.models import Registration, Workshop
from tests.cast import Cast, make_organisation, make_project
from yhes.common.registry import DemoContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def context(cast: Cast) -> DemoContext:
    said: list[str] = []
    keys = ("kataja", "kuusi", "koivu")
    organisations = {key: make_organisation(f"esimerkki-{key}", f"Esimerkki {key}") for key in keys}
    lhkk = make_organisation("lhkk", "Lounais-Hämeen koulutuskuntayhtymä", is_fictional=False)
    vaski = make_project("vaski", "Vaski")
    vaski.work_packages.create(title_fi="Työelämän ja verkostojen kehittäminen")
    people: dict[str, Any] = {"coordinator": cast.aino}
    return DemoContext(cast.project, {"vaski": vaski}, organisations | {"lhkk": lhkk}, people, said.append)


def snapshot() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Workshop, Registration)]


def test_loading_twice_changes_nothing(context: DemoContext) -> None:
    demo.load(context)
    before = snapshot()
    demo.load(context)
    assert snapshot() == before


def test_what_people_changed_stays(context: DemoContext) -> None:
    demo.load(context)
    Workshop.objects.filter(slug="vertaisvalmentajien-tapaaminen").update(title_fi="Oma nimi")
    demo.load(context)
    assert Workshop.objects.get(slug="vertaisvalmentajien-tapaaminen").title_fi == "Oma nimi"


def test_the_real_workshop_has_its_facts_and_nothing_more(context: DemoContext) -> None:
    demo.load(context)
    real = Workshop.objects.get(is_example=False)
    assert (real.project.slug, real.organiser.slug) == ("vaski", "lhkk")  # type: ignore[union-attr]
    assert timezone.localtime(real.starts_at).date().isoformat() == "2023-06-05"
    assert real.work_package is not None
    assert (real.has_times, real.place, real.participants_count) == (False, "", None)
    assert real.outcomes.count() == 3
    assert not real.outcomes.filter(cast__isnull=False).exists()
    assert evidence.figures(context.projects["vaski"], audience="public") == []


def test_everything_else_is_marked_as_example_and_arranged_by_nobody_real(context: DemoContext) -> None:
    demo.load(context)
    examples = Workshop.objects.exclude(project__slug="vaski")
    assert examples.count() == 7
    assert all(workshop.is_example for workshop in examples)
    assert all(workshop.organiser.is_fictional for workshop in examples.select_related("organiser"))  # type: ignore[union-attr]
    assert all(row.email.endswith(".example") for row in Registration.objects.all())


def test_events_are_coming_on_working_days_and_one_is_full(context: DemoContext) -> None:
    demo.load(context)
    coming = Workshop.objects.published().upcoming(timezone.now()).with_seats()
    assert [workshop.kind for workshop in coming] == ["webinar", "workshop", "workshop"]
    assert all(timezone.localtime(workshop.starts_at).weekday() < 5 for workshop in coming)
    assert [workshop.seats(workshop.taken) for workshop in coming] == ["free", "full", "few"]


def test_the_roadmap_finds_what_its_pictures_show(context: DemoContext) -> None:
    demo.load(context)
    figures = evidence.figures(context.project, audience="public")
    said = {(figure.value, figure.label["en"], figure.source_line["en"]) for figure in figures}
    assert (23, "proposals", "Workshop 14 Apr 2026") in said
    assert (31, "critical points", "Workshop 5 May 2026") in said
    quotes = {figure.quote["fi"] for figure in figures if figure.quote}
    assert quotes == {
        "Kehittäminen jää siihen, mitä tunneilta jää yli. Kun aika on kalenterissa, se myös käytetään."
    }


def test_every_text_exists_in_three_languages(context: DemoContext) -> None:
    demo.load(context)
    for workshop in Workshop.objects.all():
        assert all((workshop.title_fi, workshop.title_sv, workshop.title_en)), workshop.slug
        assert all((workshop.summary_fi, workshop.summary_sv, workshop.summary_en)), workshop.slug
        for outcome in workshop.outcomes.all():
            assert all((outcome.text_fi, outcome.text_sv, outcome.text_en)), outcome.pk


def test_the_mailbox_of_a_new_demo_is_empty(context: DemoContext) -> None:
    demo.load(context)
    assert not Email.objects.exists()
