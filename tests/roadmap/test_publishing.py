"""Publishing: what is refused, what is frozen, and that an edition stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from roadmap import services
from roadmap.models import Edition, EditionFile, EvidenceLink, Roadmap, Step
from roadmap.snapshot import fingerprint, from_document
from surveys.models import Release
from tests.cast import Cast
from tests.roadmap.recipes import Shelf, change, make_release
from tests.roadmap.samples import PROTECTED, WORKSHOP
from yhes.common.models import AuditEvent, Job

pytestmark = pytest.mark.django_db


def publish(cast: Cast, roadmap: Roadmap) -> Edition:
    return services.publish_edition(roadmap=roadmap, actor=cast.aino)


def first_step(roadmap: Roadmap) -> Step:
    return Step.objects.filter(theme__roadmap=roadmap).order_by("theme__order", "id")[0]


def notices(roadmap: Roadmap) -> str:
    checks = services.checklist(roadmap, services.freeze_for_preview(roadmap))
    return " ".join(check.sentence for check in checks if check.level == "notice")


# --- Refusals ----------------------------------------------------------------------------------


def test_a_roadmap_without_steps_is_not_published(cast: Cast, released: None) -> None:
    roadmap = services.compose_draft(project=cast.project, actor=cast.aino)
    with pytest.raises(services.NotReady, match="has no steps yet"):
        publish(cast, roadmap)
    assert not Edition.objects.exists()
    assert not Job.objects.exists()


def test_a_step_without_evidence_is_named(cast: Cast, draft: Roadmap) -> None:
    step = first_step(draft)
    step.evidence.all().delete()
    with pytest.raises(services.NotReady) as refusal:
        publish(cast, draft)
    assert [(problem.on, problem.level) for problem in refusal.value.problems] == [
        (("step", step.pk), "blocking")
    ]
    assert step.title_en in str(refusal.value)


def test_a_step_without_a_horizon_is_named(cast: Cast, draft: Roadmap) -> None:
    change(cast, first_step(draft), horizon="")
    with pytest.raises(services.NotReady, match="has no horizon"):
        publish(cast, draft)


def test_a_figure_that_is_gone_stops_publishing(cast: Cast, draft: Roadmap, shelf: Shelf) -> None:
    shelf.figures = [figure for figure in shelf.figures if figure.key != WORKSHOP.key]
    with pytest.raises(services.NotReady, match="not available any more"):
        publish(cast, draft)


def test_a_withdrawn_release_cannot_be_quoted(cast: Cast, draft: Roadmap) -> None:
    Release.objects.update(withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(services.NotReady, match="not available any more"):
        publish(cast, draft)


def test_a_weighty_change_since_the_last_edition_asks_for_its_reason(cast: Cast, edition: Edition) -> None:
    step = change(cast, first_step(edition.roadmap), horizon="later")
    with pytest.raises(services.NotReady, match="has changed since edition 1"):
        publish(cast, edition.roadmap)
    change(cast, step, change_reason_en="postponed")
    assert publish(cast, edition.roadmap).number == 2


def test_better_words_for_why_need_no_reason(cast: Cast, edition: Edition) -> None:
    change(cast, first_step(edition.roadmap), why_en="Put more clearly.")
    assert publish(cast, edition.roadmap).number == 2


def test_an_edition_that_says_nothing_new_is_refused(cast: Cast, edition: Edition) -> None:
    with pytest.raises(services.NothingChanged, match="Nothing has changed since edition 1"):
        publish(cast, edition.roadmap)
    assert Edition.objects.count() == 1


def test_the_reason_of_an_earlier_change_is_not_news(cast: Cast, second_edition: Edition) -> None:
    with pytest.raises(services.NothingChanged):
        publish(cast, second_edition.roadmap)


def test_missing_translations_are_told_and_do_not_stop(cast: Cast, draft: Roadmap) -> None:
    assert "not complete in Swedish" not in notices(draft)
    change(cast, first_step(draft), title_sv="")
    assert "1 part is not complete in Swedish" in notices(draft)
    assert publish(cast, draft).number == 1


def test_a_step_with_protected_figures_only_is_told(cast: Cast, draft: Roadmap, shelf: Shelf) -> None:
    hidden = replace(PROTECTED, key="workshops:hidden", source="workshops")
    shelf.figures.append(hidden)
    step = first_step(draft)
    step.evidence.all().delete()
    services.link_evidence(target=step, figure_key=hidden.key, actor=cast.aino)
    assert f"Every figure of “{step.title_en}” is protected" in notices(draft)


# --- What an edition is ----------------------------------------------------------------------------


def test_an_edition_freezes_texts_figures_and_numbers(cast: Cast, edition: Edition) -> None:
    publication = from_document(edition.snapshot)
    assert (edition.number, publication.number) == (1, 1)
    assert [theme.number for theme in publication.themes] == [1, 2, 3, 4]
    assert [step.number for _theme, step in publication.steps()][:4] == ["1.1", "1.2", "1.3", "2.1"]
    for _theme, step in publication.steps():
        assert all(quote.key in publication.figures for quote in step.evidence)
    assert publication.figures[WORKSHOP.key] == WORKSHOP
    assert publication.is_example
    assert edition.fingerprint == fingerprint(edition.snapshot)


def test_steps_are_numbered_along_the_path(cast: Cast, edition: Edition) -> None:
    order = ["now", "next", "later"]
    for theme in from_document(edition.snapshot).themes:
        assert [order.index(step.horizon) for step in theme.steps] == sorted(
            order.index(step.horizon) for step in theme.steps
        )


def test_what_happens_later_changes_nothing_in_an_edition(cast: Cast, edition: Edition, shelf: Shelf) -> None:
    before = Edition.objects.get(pk=edition.pk)
    change(cast, first_step(edition.roadmap), title_en="Quite another thing")
    shelf.figures = [replace(WORKSHOP, value=99)]
    make_release(cast.project, year=2026)
    services.compose_draft(project=cast.project, actor=cast.aino)
    after = Edition.objects.get(pk=edition.pk)
    assert after.snapshot == before.snapshot
    assert after.fingerprint == fingerprint(after.snapshot)


def test_an_edition_can_be_neither_saved_again_nor_deleted(edition: Edition) -> None:
    with pytest.raises(TypeError, match="immutable"):
        edition.save()
    with pytest.raises(TypeError, match="permanent"):
        edition.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            roadmap=edition.roadmap, number=1, snapshot={}, fingerprint="", published_at=edition.published_at
        )


def test_publishing_starts_one_rendering_a_language_and_is_in_the_history(
    cast: Cast, edition: Edition
) -> None:
    subjects = {services.rendering_subject(edition, code) for code in ("fi", "sv", "en")}
    assert (
        set(Job.objects.filter(kind="roadmap.render_edition").values_list("subject", flat=True)) == subjects
    )
    assert set(edition.files.values_list("language", "state")) == {(c, "pending") for c in ("fi", "sv", "en")}
    event = AuditEvent.objects.get(action="roadmap.edition_published")
    assert (event.actor, event.project_id) == (cast.aino, cast.project.pk)


def test_the_second_edition_tells_what_was_done_and_dropped(cast: Cast, second_edition: Edition) -> None:
    publication = from_document(second_edition.snapshot)
    closed = {step.state for theme in publication.themes for step in theme.closed}
    assert second_edition.number == 2
    assert closed == {"done", "dropped"}
    assert sum(1 for _ in publication.steps()) == 13


def test_a_reason_belongs_to_one_edition_but_a_dropped_step_keeps_it(
    cast: Cast, second_edition: Edition
) -> None:
    steps = Step.objects.filter(theme__roadmap=second_edition.roadmap)
    assert not steps.exclude(state__in=["done", "dropped"]).exclude(change_reason_en="").exists()
    assert steps.get(state="dropped").change_reason_en == "did not fit into working time"


def test_the_first_roadmap_to_be_published_becomes_the_main_one(cast: Cast, edition: Edition) -> None:
    other = Roadmap.objects.create(project=cast.other_project, title_fi="Toinen")
    assert Roadmap.objects.get(is_main=True) == edition.roadmap
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadmap.objects.filter(pk=other.pk).update(is_main=True)


def test_the_day_of_an_edition_is_the_day_in_helsinki(cast: Cast, draft: Roadmap) -> None:
    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    edition = services.publish_edition(roadmap=draft, actor=cast.aino, at=late)
    assert edition.snapshot["published_on"] == "2026-11-03"


def test_evidence_hangs_under_exactly_one_object(draft: Roadmap) -> None:
    theme, step = draft.themes.all()[0], first_step(draft)
    for place in ({}, {"theme": theme, "step": step}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EvidenceLink.objects.create(figure_key="x", **place)


def test_a_ready_file_is_a_whole_file(edition: Edition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFile.objects.filter(edition=edition).update(state="ready")
