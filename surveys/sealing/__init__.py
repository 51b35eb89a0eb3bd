"""The cryptography of collecting answers: tokens, sealed envelopes, keys of rounds. No Django.

What is promised and why is in docs/collecting.md, "Collecting".
"""

from __future__ import annotations

from surveys.sealing.envelopes import (
    ATTRIBUTE_BYTES,
    AnswerPayload,
    DuplicateEnvelope,
    EnvelopeError,
    ForgedEnvelope,
    OpenedAnswer,
    OpenedBatch,
    OpenedText,
    PayloadTooLarge,
    UnreadableEnvelope,
    open_all,
    padded_size,
    seal,
    secure_shuffle,
)
from surveys.sealing.keys import KeyDamaged, KeyMissing, RoundKeyStore
from surveys.sealing.tokens import new_slip_code, new_token, normalise_code, token_hash

__all__ = [
    "ATTRIBUTE_BYTES",
    "AnswerPayload",
    "DuplicateEnvelope",
    "EnvelopeError",
    "ForgedEnvelope",
    "KeyDamaged",
    "KeyMissing",
    "OpenedAnswer",
    "OpenedBatch",
    "OpenedText",
    "PayloadTooLarge",
    "RoundKeyStore",
    "UnreadableEnvelope",
    "new_slip_code",
    "new_token",
    "normalise_code",
    "open_all",
    "padded_size",
    "seal",
    "secure_shuffle",
    "token_hash",
]
