"""A release of open answers and a change of mind at the same moment: one of the two is refused, wholly."""

from __future__ import annotations

from functools import partial

import pytest

from surveys.models import FreeText, ReleasedText, TextRelease
from surveys.services import moderating, text_releases
from surveys.services.moderating import ModerationRefused
from surveys.services.text_releases import TextReleaseRefused
from tests.cast import Cast
from tests.surveys.crowd import at_once
from tests.surveys.open_texts import show_all, texts_of, written

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_text_that_is_withheld_while_all_are_released_is_released_or_withheld_never_both(
    cast: Cast,
) -> None:
    box = written(cast, {0: 12})
    show_all(box.round)
    one = texts_of(box.round)[0]
    release, decision = at_once(
        [
            partial(text_releases.release_texts, round_=box.round, user=cast.aino),
            partial(moderating.withhold_text, text=one, seen="shown", reason="identifies"),
        ]
    )
    assert isinstance(release, TextRelease)
    was_withheld = not isinstance(decision, ModerationRefused)
    assert ReleasedText.objects.filter(text=one.text).exists() is not was_withheld
    assert ReleasedText.objects.count() == FreeText.objects.count() == 12 - was_withheld


def test_a_text_that_is_taken_back_while_all_are_released_stops_it_or_comes_too_late(cast: Cast) -> None:
    box = written(cast, {0: 12})
    show_all(box.round)
    one = texts_of(box.round)[0]
    release, decision = at_once(
        [
            partial(text_releases.release_texts, round_=box.round, user=cast.aino),
            partial(moderating.take_back, text=one, seen="shown"),
        ]
    )
    assert isinstance(release, TextReleaseRefused) is not isinstance(decision, ModerationRefused)
    assert ReleasedText.objects.count() == (0 if isinstance(release, TextReleaseRefused) else 12)


def test_of_two_releases_at_once_one_stands(cast: Cast) -> None:
    box = written(cast, {0: 12})
    show_all(box.round)
    outcomes = at_once([partial(text_releases.release_texts, round_=box.round, user=cast.aino)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TextRelease", "TextReleaseRefused"]
    assert ReleasedText.objects.count() == 12
