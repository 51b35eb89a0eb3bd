"""What an edition says has changed since the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from roadmap import diff
from roadmap.snapshot import Publication, Step
from tests.roadmap.samples import publication, say


def with_step(made: Publication, which: str, **values: Any) -> Publication:
    """The publication with one step changed; a closed one moves to the closed list."""
    themes = []
    for theme in made.themes:
        steps, closed = [], list(theme.closed)
        for step in theme.steps:
            found = replace(step, **values) if step.number == which else step
            (closed if found.state in ("done", "dropped") else steps).append(found)
        themes.append(replace(theme, steps=tuple(steps), closed=tuple(closed)))
    return replace(made, themes=tuple(themes))


def without(made: Publication, number: str) -> Publication:
    themes = tuple(
        replace(theme, steps=tuple(step for step in theme.steps if step.number != number))
        for theme in made.themes
    )
    return replace(made, themes=themes)


OLD = replace(publication(), number=1)


def kinds(difference: diff.Difference) -> list[tuple[str, int]]:
    return [(change.kind, change.step.id) for change in difference.changes]


def test_two_equal_editions_have_no_changes() -> None:
    assert diff.compare(OLD, publication()).changes == ()
    assert diff.compare(OLD, publication()).since == 1


def test_a_first_edition_is_compared_with_nothing() -> None:
    assert diff.compare(None, publication()) == diff.Difference(None, ())


def test_a_new_step_is_added_with_its_reason() -> None:
    newer = with_step(publication(), "2.2", change_reason=say("verkosto laajeni"))
    difference = diff.compare(without(OLD, "2.2"), newer)
    assert kinds(difference) == [("added", 202)]
    assert difference.changes[0].reason["fi"] == "verkosto laajeni"


def test_a_changed_title_and_a_moved_step_are_changes_of_those_fields() -> None:
    newer = with_step(
        publication(), "1.1", title=say("Toisin"), horizon="next", change_reason=say("kokeiltu")
    )
    change = diff.compare(OLD, newer).changes[0]
    assert (change.kind, change.fields) == ("changed", ("title", "horizon"))
    assert change.before is not None
    assert change.before.horizon == "now"


def test_a_step_whose_number_alone_has_moved_has_not_changed() -> None:
    newer = with_step(publication(), "1.2", number="1.9")
    assert diff.compare(OLD, newer).changes == ()


def test_new_evidence_alone_is_not_a_change_of_the_step() -> None:
    assert diff.compare(OLD, with_step(publication(), "1.1", evidence=())).changes == ()


def test_done_and_dropped_are_told_once() -> None:
    newer = with_step(publication(), "3.1", state="done", closed_on="2026-04-30")
    newer = with_step(newer, "3.2", state="dropped", change_reason=say("ei mahtunut työaikaan"))
    difference = diff.compare(OLD, newer)
    assert kinds(difference) == [("done", 301), ("dropped", 302)]
    assert diff.compare(newer, newer).changes == ()


def test_a_step_that_came_and_went_between_editions_was_never_promised() -> None:
    newer = with_step(publication(), "3.3", state="dropped")
    assert diff.compare(without(OLD, "3.3"), newer).changes == ()


def test_a_dropped_step_that_is_taken_up_again_has_changed() -> None:
    dropped = with_step(OLD, "3.3", state="dropped")
    change = diff.compare(dropped, publication()).changes[0]
    assert (change.kind, change.fields) == ("changed", ("state",))


def test_the_flag_of_a_card_is_its_kind_of_change() -> None:
    difference = diff.compare(without(OLD, "2.2"), publication())
    assert difference.flag(202) == "added"
    assert difference.flag(201) is None


def test_weighty_fields_are_fields_of_a_step() -> None:
    assert set(diff.WEIGHTY) | set(diff.TEXTS) <= set(Step.__dataclass_fields__)
