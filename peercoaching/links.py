"""Personal links of requests and proposals; the database holds only the hash of a link's token.

A request's token is random and in one letter. A proposal's is worked out from the portal's secret, so
that the reminder and the coach's desk carry the same link: a copy of the database opens neither.
"""

from __future__ import annotations

import secrets
from functools import cache
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from yhes.common import personal_links
from yhes.common.personal_links import TOKEN_BYTES, token_hash
from yhes.common.words import LANGUAGES

__all__ = ["address", "new_token", "proposal_token", "reserved_slugs", "token_hash"]


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def proposal_token(request_id: int, coach_id: int) -> str:
    """A coach is asked about a request once, so the two name the proposal."""
    return personal_links.token("peercoaching.proposal", request_id, coach_id)


@cache
def reserved_slugs() -> frozenset[str]:
    """What stands before the token of a personal link, in every language: "oma", "egen", "own" …

    A network of such a name would be unreachable: "oma/pyyda/" is read as the link with the token "pyyda".
    """

    def words(language: str) -> set[str]:
        with override(language):
            paths = [reverse(f"peercoaching:{name}", args=["token"]) for name in ("own_request", "answer")]
        return {unquote(path.strip("/").split("/")[-2]) for path in paths}

    return frozenset().union(*map(words, LANGUAGES))


def address(name: str, key: str, language: str) -> str:
    """The full address of a page (key: token or slug), as a letter in that language carries it."""
    with override(language):
        return str(settings.SITE_URL) + reverse(name, args=[key])
