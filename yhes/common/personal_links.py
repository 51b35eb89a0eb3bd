"""Personal links that every letter about the same thing can carry, although only a hash is stored (0050).

A token is worked out from the portal's secret: a copy of the database opens nothing. Tokens with which
people answer surveys are made elsewhere, and differently: nothing may lead from them to a person.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

from django.utils.crypto import salted_hmac

TOKEN_BYTES: Final = 21  # 168 bits, 28 characters


def token(purpose: str, *names: object) -> str:
    """The token of what `names` name together; another purpose makes another token of the same names."""
    secret = salted_hmac(purpose, ":".join(map(str, names)), algorithm="sha256")
    return urlsafe_b64encode(secret.digest()[:TOKEN_BYTES]).decode()


def token_hash(token: str) -> bytes:
    """What the database keeps of a token: 32 bytes."""
    return sha256(token.encode()).digest()
