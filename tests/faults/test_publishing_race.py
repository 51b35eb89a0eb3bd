"""Two who publish the same draft at once: one edition comes of it."""

from __future__ import annotations

import pytest

from roadmap import services
from roadmap.models import Edition
from tests.cast import Cast
from tests.roadmap.recipes import compose_all, make_release
from tests.surveys.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_publish_at_once_make_one_edition(cast: Cast) -> None:
    """The second waits for the lock and then finds that nothing has changed."""
    make_release(cast.project)
    draft = compose_all(cast)

    def publish() -> str:
        try:
            return f"edition {services.publish_edition(roadmap=draft, actor=cast.aino).number}"
        except services.NothingChanged:
            return "nothing changed"

    assert sorted(at_once([publish, publish])) == ["edition 1", "nothing changed"]
    assert Edition.objects.count() == 1
