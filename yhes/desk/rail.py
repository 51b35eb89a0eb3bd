"""The desk's left rail: the rooms a person has in a project, with how much waits in each.

What waits is asked of every app, and every page of the desk has the rail: so it is remembered for half a
minute. Whoever does something (sends a form) sees a new one at once; what others do shows a little later
(decision 0056). The overview always asks anew, so that its list and the rail's numbers agree.
"""

from __future__ import annotations

from typing import Final

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import get_language

from projects.register import access
from projects.register.models import Project
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.registry import RailItem
from yhes.common.words import LANGUAGES

KEPT_SECONDS: Final = 30


def rooms(user: User, project: Project, *, anew: bool) -> list[RailItem]:
    """In their order. `anew`: ask even if they are remembered."""
    cache, key = caches["parts"], _key(user.pk, project.slug, get_language() or "fi")
    found: list[RailItem] | None = None if anew else cache.get(key)
    if found is None:
        access.remember(user)
        providers = registry.providers("rail").values()
        found = sorted(
            (item for provider in providers for item in provider(user, project)), key=lambda item: item.order
        )
        cache.set(key, found, KEPT_SECONDS)
    return found


def forget(request: HttpRequest, project: str) -> None:
    """The person has done something in the project (its slug)."""
    caches["parts"].delete_many([_key(request.user.pk, project, language) for language in LANGUAGES])


def _key(user: int | None, project: str, language: str) -> str:
    return f"rail:{user}:{project}:{language}"
