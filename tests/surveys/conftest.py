"""What most tests of collecting begin with: an open round of the cast's project (see fielding.py).

Django is set up after this file is read, so models are imported where they are used.
"""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def round_(cast: Any) -> Any:
    from tests.surveys.fielding import make_open

    return make_open(cast)


@pytest.fixture
def south(round_: Any) -> Any:
    """Etelä, a unit of thirty people."""
    from tests.surveys.fielding import leaf

    return leaf(round_)


@pytest.fixture
def link(cast: Any, round_: Any) -> Any:
    """The shared link of Pohjoinen, which has seven people."""
    from surveys.services.invitations import shared_links
    from tests.surveys.fielding import leaf

    return shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)


@pytest.fixture
def with_factor(cast: Any) -> Any:
    """Bertil after he has confirmed with a second factor."""
    from django.test import Client

    from tests.cast import give_second_factor, sign_in

    give_second_factor(cast.bertil)
    return sign_in(Client(), cast.bertil)
