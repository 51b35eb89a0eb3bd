"""Editing the draft: two at once, what was published, and evidence."""

from __future__ import annotations

import pytest

from roadmap import services
from roadmap.models import Edition, Roadmap, Step, Theme
from tests.cast import Cast
from tests.roadmap.recipes import Shelf, change
from tests.roadmap.samples import COACHES, WORKSHOP
from yhes.common import audit

pytestmark = pytest.mark.django_db


def first_step(roadmap: Roadmap) -> Step:
    return Step.objects.filter(theme__roadmap=roadmap).order_by("theme__order", "id")[0]


def test_the_second_of_two_who_edit_at_once_is_told_and_overwrites_nothing(
    cast: Cast, draft: Roadmap
) -> None:
    mine, theirs = first_step(draft), first_step(draft)
    services.update_step(step=theirs, version=theirs.version, values={"title_en": "Theirs"}, actor=cast.admin)
    with pytest.raises(services.EditedMeanwhile) as conflict:
        services.update_step(step=mine, version=mine.version, values={"title_en": "Mine"}, actor=cast.aino)
    assert conflict.value.current.title_en == "Theirs"
    assert first_step(draft).title_en == "Theirs"


@pytest.mark.parametrize("what", ["roadmap", "theme"])
def test_roadmap_and_theme_are_guarded_the_same_way(cast: Cast, draft: Roadmap, what: str) -> None:
    update = services.update_roadmap if what == "roadmap" else services.update_theme
    row = draft if what == "roadmap" else draft.themes.all()[0]
    update(**{what: row}, version=row.version, values={"title_en": "First"}, actor=cast.aino)
    with pytest.raises(services.EditedMeanwhile):
        update(**{what: row}, version=row.version, values={"title_en": "Second"}, actor=cast.aino)
    assert type(row).objects.get(pk=row.pk).title_en == "First"


def test_saving_without_changes_is_no_edit(cast: Cast, draft: Roadmap) -> None:
    step = first_step(draft)
    change(cast, step, title_en=step.title_en)
    assert first_step(draft).version == step.version


def test_an_edit_is_in_the_history_with_what_changed(cast: Cast, draft: Roadmap) -> None:
    step = first_step(draft)
    change(cast, step, responsible_en="everyone")
    event = audit.history(step).first()
    assert event is not None
    assert (event.actor, event.action) == (cast.aino, "roadmap.step_edited")
    assert event.changes["responsible_en"][1] == "everyone"


def test_dropping_a_step_asks_for_the_reason(cast: Cast, draft: Roadmap) -> None:
    with pytest.raises(services.Refused, match="Say why the step is dropped"):
        change(cast, first_step(draft), state="dropped")
    assert first_step(draft).state == "planned"


def test_a_step_that_is_done_has_the_day_and_loses_it_when_taken_up_again(cast: Cast, draft: Roadmap) -> None:
    done = change(cast, first_step(draft), state="done")
    assert done.closed_on is not None
    assert change(cast, done, state="running").closed_on is None


def test_a_step_that_no_edition_has_shown_can_be_removed(cast: Cast, draft: Roadmap) -> None:
    step = first_step(draft)
    services.remove_step(step=step, actor=cast.aino)
    assert not Step.objects.filter(pk=step.pk).exists()


def test_a_published_step_is_never_removed(cast: Cast, edition: Edition) -> None:
    step = first_step(edition.roadmap)
    with pytest.raises(services.Refused, match="has been published"):
        services.remove_step(step=step, actor=cast.aino)
    with pytest.raises(services.Refused, match="have been published"):
        services.remove_theme(theme=step.theme, actor=cast.aino)
    assert Step.objects.filter(pk=step.pk).exists()


def test_a_theme_without_published_steps_is_removed_with_its_steps(cast: Cast, draft: Roadmap) -> None:
    theme = draft.themes.all()[0]
    services.remove_theme(theme=theme, actor=cast.aino)
    assert not Theme.objects.filter(pk=theme.pk).exists()
    assert not Step.objects.filter(theme_id=theme.pk).exists()


def test_themes_and_steps_move_one_place_and_stop_at_the_ends(cast: Cast, draft: Roadmap) -> None:
    titles = [theme.pk for theme in draft.themes.all()]
    first = draft.themes.get(pk=titles[0])
    services.move_theme(theme=first, direction="up")
    assert [theme.pk for theme in draft.themes.all()] == titles
    services.move_theme(theme=first, direction="down")
    assert [theme.pk for theme in draft.themes.all()] == [titles[1], titles[0], *titles[2:]]


def test_a_step_moves_among_those_of_its_horizon(cast: Cast, draft: Roadmap) -> None:
    theme = draft.themes.get(dimension="OS")
    now = list(theme.steps.filter(horizon="now"))
    services.move_step(step=now[1], direction="up")
    assert list(theme.steps.filter(horizon="now")) == [now[1], now[0]]


def test_moving_upsets_nobodys_open_form(cast: Cast, draft: Roadmap) -> None:
    step = first_step(draft)
    services.move_step(step=step, direction="down")
    services.update_step(step=step, version=step.version, values={"title_en": "Still mine"}, actor=cast.aino)


def test_evidence_is_linked_once_and_captioned(cast: Cast, draft: Roadmap) -> None:
    step = first_step(draft)
    link = services.link_evidence(target=step, figure_key=COACHES.key, actor=cast.aino)
    services.link_evidence(target=step, figure_key=COACHES.key, actor=cast.aino)
    assert step.evidence.filter(figure_key=COACHES.key).count() == 1
    services.caption_evidence(link=link, values={"caption_en": "regions have one"}, actor=cast.aino)
    assert step.evidence.get(figure_key=COACHES.key).caption_en == "regions have one"
    services.unlink_evidence(link=link, actor=cast.aino)
    assert not step.evidence.filter(figure_key=COACHES.key).exists()


def test_a_figure_that_nobody_offers_cannot_be_linked(cast: Cast, draft: Roadmap, shelf: Shelf) -> None:
    shelf.figures = []
    with pytest.raises(services.Refused, match="not available any more"):
        services.link_evidence(target=first_step(draft), figure_key=WORKSHOP.key, actor=cast.aino)
