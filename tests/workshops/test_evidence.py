"""What a roadmap may quote of workshops."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from projects.workshops import evidence, services
from projects.workshops.models import Vote, Workshop
from roadmap.evidence import figures as roadmap_figures
from tests.cast import Cast
from tests.workshops.recipes import make_draft, make_held, make_workshop, write
from yhes.common.figures import Figure

pytestmark = pytest.mark.django_db


def held_on(workshop: Workshop, *day: int) -> Workshop:
    noon = datetime(*day, 9, tzinfo=UTC)  # type: ignore[arg-type, misc]
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=noon, ends_at=noon.replace(hour=12))
    workshop.refresh_from_db()
    return workshop


def read(cast: Cast) -> Sequence[Figure]:
    return evidence.figures(cast.project, audience="public")


def find(cast: Cast, name: str) -> Figure:
    [figure] = [figure for figure in read(cast) if figure.key.endswith(f"-{name}")]
    return figure


def test_outcomes_are_counted_by_kind_with_day_and_address(cast: Cast) -> None:
    held = held_on(make_held(cast.project), 2026, 4, 14)
    for number in range(23):
        write(held, f"Ehdotus {number}")
    write(held, "Piste", kind="critical_point")
    proposals = find(cast, "proposal")
    assert (proposals.value, proposals.unit, proposals.label["en"]) == (23, "count", "proposals")
    assert proposals.source_line["en"] == "Workshop 14 Apr 2026"
    assert proposals.as_of.isoformat() == "2026-04-14"
    assert proposals.address == f"/id/event/{held.pk}"
    point = find(cast, "critical_point")
    assert (point.value, point.label["en"]) == (1, "critical point")


def test_a_count_is_quoted_only_when_everything_is_written_down(cast: Cast) -> None:
    held = make_held(cast.project, is_complete=False)
    write(held, "Osa", theme="OS")
    write(held, "Toinen osa", theme="OS")
    assert [figure.key for figure in read(cast)] == [f"workshops:project-{cast.project.pk}-participants"]
    services.mark_held(workshop=held, counts_are_complete=True)
    assert find(cast, "proposal").value == 2


def test_only_held_workshops_of_the_project_are_quoted(cast: Cast) -> None:
    make_draft(cast.project, "Luonnos")
    make_workshop(cast.project, "Tuleva")
    write(make_held(cast.other_project, "Muualla"))
    assert read(cast) == []


def test_the_most_voted_outcome_is_told_with_its_votes_and_words(cast: Cast) -> None:
    held = make_held(cast.project)
    write(held, "Muu")
    loved = write(held, "Kun aika on kalenterissa, se käytetään.", text_en="Time.", is_quote=True)
    Vote.objects.bulk_create(Vote(outcome=loved) for _number in range(19))
    figure = find(cast, "votes")
    assert (figure.value, figure.label["en"]) == (19, "votes for these words")
    assert figure.quote == {"fi": "Kun aika on kalenterissa, se käytetään.", "sv": "", "en": "Time."}


def test_an_outcome_that_is_nobodys_words_is_named_with_its_votes(cast: Cast) -> None:
    held = make_held(cast.project)
    services.cast_vote(outcome=write(held, "Varataan aikaa."), user=cast.aino)
    assert find(cast, "votes").label["en"] == "vote for: Varataan aikaa"


def test_a_theme_is_not_named_by_the_words_that_are_quoted_beside_it(cast: Cast) -> None:
    held = make_held(cast.project)
    quoted = write(held, "Aika jää tunneista yli.", theme="OS3", is_quote=True)
    write(held, "Varataan aikaa", theme="OS3")
    services.cast_vote(outcome=quoted, user=cast.aino)
    figure = find(cast, "proposal-OS3")
    assert figure.label["en"] == "proposals on one theme, first among them: Varataan aikaa"
    assert figure.quote is not None
    assert figure.quote["fi"] == "Aika jää tunneista yli."


def test_without_votes_there_is_no_winner(cast: Cast) -> None:
    write(make_held(cast.project))
    assert not [figure for figure in read(cast) if figure.key.endswith("-votes")]


def test_words_are_quoted_only_when_they_are_somebodys(cast: Cast) -> None:
    held = make_held(cast.project)
    services.cast_vote(outcome=write(held, "Kirjurin tiivistys"), user=cast.aino)
    assert find(cast, "votes").quote is None
    assert find(cast, "proposal").quote is None


def test_several_on_one_theme_are_told_together(cast: Cast) -> None:
    held = make_held(cast.project)
    for text in ("A", "B", "C"):
        write(held, text, theme="OS3")
    write(held, "Yksin", theme="LU")
    write(held, "Muu laji", theme="OS3", kind="agreement")
    services.cast_vote(outcome=held.outcomes.get(text_fi="B"), user=cast.aino)
    figure = find(cast, "proposal-OS3")
    assert figure.value == 3
    assert figure.label["en"] == "proposals on one theme, first among them: B"
    assert not [figure for figure in read(cast) if figure.key.endswith(("-LU", "agreement-OS3"))]


def test_participants_are_summed_over_those_that_were_counted(cast: Cast) -> None:
    held_on(make_held(cast.project, "A"), 2025, 5, 5)
    held_on(make_held(cast.project, "B"), 2026, 4, 14)
    services.mark_held(workshop=make_held(cast.project, "Laskematta"), participants_count=None)
    figure = find(cast, "participants")
    assert (figure.value, figure.source_line["en"]) == (40, "2 events, 2025–2026")
    assert figure.as_of.isoformat() == "2026-04-14"


def test_how_many_of_a_kind_were_held_is_told_from_two_on(cast: Cast) -> None:
    make_held(cast.project, "A", kind="sparring")
    assert not [figure for figure in read(cast) if "-held-" in figure.key]
    make_held(cast.project, "B", kind="sparring")
    assert find(cast, "held-sparring").value == 2


def test_figures_say_when_they_are_example_data(cast: Cast) -> None:
    write(make_held(cast.project, "Esimerkki", is_example=True))
    assert all(figure.is_example for figure in read(cast))


def test_a_hidden_project_is_quoted_without_an_address(cast: Cast) -> None:
    write(make_held(cast.project))
    cast.project.is_public = False
    cast.project.save()
    assert find(cast, "proposal").address == ""


def test_the_roadmap_finds_every_figure_once_and_can_freeze_it(cast: Cast) -> None:
    for title in ("A", "B"):
        held = make_held(cast.project, title)
        write(held, "Yksi", theme="OS")
        services.cast_vote(outcome=write(held, "Kaksi", theme="OS"), user=cast.aino)
    mine = read(cast)
    keys = [figure.key for figure in mine]
    assert len(set(keys)) == len(keys)
    found = roadmap_figures(cast.project)
    assert set(keys) <= set(found)
    for figure in mine:
        json.dumps(figure.to_document())
        assert figure.source == "workshops"
        assert figure.as_of <= timezone.localdate()


def test_gathering_costs_two_queries_however_much_there_is(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        held = make_held(cast.project, f"Pidetty {number}")
        for text in ("A", "B"):
            write(held, text)
    with django_assert_num_queries(2):
        read(cast)
