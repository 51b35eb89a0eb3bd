"""Personal links. The token is worked out from the portal's secret, so every letter to a person carries
the same one, although only its hash is stored: a copy of the database opens no registration.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

from django.utils.crypto import salted_hmac

TOKEN_BYTES: Final = 21  # 168 bits, 28 characters


def token_for(workshop_id: int, email: str) -> str:
    secret = salted_hmac("projects.workshops.registration", f"{workshop_id}:{email}", algorithm="sha256")
    return urlsafe_b64encode(secret.digest()[:TOKEN_BYTES]).decode()


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
