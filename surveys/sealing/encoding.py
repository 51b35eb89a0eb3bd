"""Byte strings joined so that they can be taken apart in one way only."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

COUNT_BYTES = 2
LENGTH_BYTES = 4
MIN_SERVER_KEY = 32


def join(fields: Sequence[bytes]) -> bytes:
    """The number of fields, then each with its length in front."""
    parts = [len(fields).to_bytes(COUNT_BYTES, "big")]
    for field in fields:
        parts += (len(field).to_bytes(LENGTH_BYTES, "big"), field)
    return b"".join(parts)


def split(joined: bytes) -> list[bytes]:
    """What `join` was given. Raises `ValueError` for anything it cannot have returned."""
    fields: list[bytes] = []
    position = COUNT_BYTES
    for _ in range(int.from_bytes(joined[:COUNT_BYTES], "big")):
        start = position + LENGTH_BYTES
        position = start + int.from_bytes(joined[position:start], "big")
        fields.append(joined[start:position])
    if position != len(joined):
        raise ValueError("not a sequence of fields")
    return fields


def keyed_hash(server_key: bytes, purpose: bytes, *fields: bytes) -> bytes:
    """HMAC-SHA256 (32 bytes) under the server key; `purpose` keeps its uses apart.

    Raises `ValueError` for a server key too short to be one.
    """
    if len(server_key) < MIN_SERVER_KEY:
        raise ValueError(f"the server key needs at least {MIN_SERVER_KEY} bytes")
    return hmac.digest(server_key, join([purpose, *fields]), hashlib.sha256)
