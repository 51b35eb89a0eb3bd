"""Personal links of requests and proposals; the database holds only the hash of a link's token.

A request's token is random and in one letter. A proposal's is worked out from the portal's secret, so
that the reminder and the coach's desk carry the same link: a copy of the database opens neither.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

TOKEN_BYTES: Final = 21  # 168 bits, 28 characters


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def proposal_token(request_id: int, coach_id: int) -> str:
    """A coach is asked about a request once, so the two name the proposal."""
    secret = salted_hmac("peercoaching.proposal", f"{request_id}:{coach_id}", algorithm="sha256")
    return urlsafe_b64encode(secret.digest()[:TOKEN_BYTES]).decode()


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def address(name: str, token: str, language: str) -> str:
    """The full address of a personal page, as a letter in that language carries it."""
    with override(language):
        return str(settings.SITE_URL) + reverse(name, args=[token])
