"""Personal links of surveys that are no invitation to answer; the database holds only a token's hash.

A token is worked out from the portal's secret, so that every letter about the same thing carries the
same link (decision 0050). Tokens with which people answer are made elsewhere, and differently.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

from django.utils.crypto import salted_hmac

_TOKEN_BYTES: Final = 21  # 168 bits, 28 characters


def inquiry_token(round_id: int, organisation_id: int) -> str:
    """An organisation is asked about a round once, so the two name the inquiry."""
    secret = salted_hmac("surveys.headcounts", f"{round_id}:{organisation_id}", algorithm="sha256")
    return urlsafe_b64encode(secret.digest()[:_TOKEN_BYTES]).decode()


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
