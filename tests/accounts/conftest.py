"""Fixtures of the stories about accounts. Django is imported late: settings do not exist yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.accounts.people import Queue
    from yhes.accounts.models import User


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Attempts are counted in the cache, and another test's must not stop this one."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def kaisa(db: None) -> User:
    """Somebody with an account, a password and no part in any project."""
    from tests.accounts.people import make_account

    return make_account("kaisa@example.org")


@pytest.fixture
def queue(db: None) -> Queue:
    from tests.accounts.people import Queue

    return Queue()
