"""A project with a released survey, a draft composed from it, and editions. Django is imported late:
settings do not exist yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from roadmap.models import Edition, Roadmap
    from tests.cast import Cast
    from tests.roadmap.recipes import Shelf


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences and addresses are checked as they are written in the code."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Figures of rooms other than surveys."""
    from tests.roadmap.recipes import Shelf
    from tests.roadmap.samples import COACHES, WORKSHOP
    from yhes.common import registry

    found = Shelf(WORKSHOP, COACHES)
    registry.register("evidence", "test-shelf", found)
    yield found
    found.figures = []


@pytest.fixture
def released(cast: Cast) -> None:
    """A survey before, and the newest one with two organisations far apart in trust."""
    from tests.roadmap.recipes import release_two_rounds

    release_two_rounds(cast.project)


@pytest.fixture
def draft(cast: Cast, released: None, shelf: Shelf) -> Roadmap:
    """Every proposal accepted: four themes and fourteen steps."""
    from tests.roadmap.recipes import compose_all

    return compose_all(cast)


@pytest.fixture
def edition(cast: Cast, draft: Roadmap) -> Edition:
    from roadmap import services

    return services.publish_edition(roadmap=draft, actor=cast.aino)


@pytest.fixture
def second_edition(cast: Cast, edition: Edition) -> Edition:
    """One step renamed with its reason, one dropped, one done and one added."""
    from tests.roadmap.recipes import publish_changes

    return publish_changes(cast, edition)
