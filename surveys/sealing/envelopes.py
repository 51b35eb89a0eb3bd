"""Sealing one answer to a round's public key, and opening all of them when the round is counted.

An envelope is a libsodium sealed box around `nonce ‖ HMAC ‖ length ‖ answer ‖ zeros`. Anyone who
can write to the database has the public key and could seal something; only the server key makes the
HMAC over round, nonce and answer, so what was stuffed in, copied or moved between rounds is refused.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import TypeVar
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from surveys.questionnaire import MAX_OPEN_TEXTS, Questionnaire, open_text_limit
from surveys.sealing.encoding import COUNT_BYTES, LENGTH_BYTES, join, keyed_hash, split

NONCE_BYTES = 24
MAC_BYTES = 32
HEADER_BYTES = NONCE_BYTES + MAC_BYTES + LENGTH_BYTES
ATTRIBUTE_BYTES = 1_024  # room for the node and the background values of one answer, with their lengths
UTF8_BYTES = 4  # of the longest character
_PURPOSE = b"yhes envelope 1"

RoundId = str | int | UUID
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AnswerPayload:
    """What goes into one envelope.

    `choices` is the packed closed part (questionnaire.packing), `node` the frozen group it counts
    in, `background` the values of the background variables, `texts` open answers by question code.
    """

    choices: bytes
    node: str
    background: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """The closed part of one answer; nothing in it leads to its texts."""

    choices: bytes
    node: str
    background: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OpenedText:
    """One open answer on its own; the caller stores of `node` no more than its organisation."""

    node: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenedBatch:
    """All answers of a round, and apart from them all its open texts, each shuffled by itself."""

    answers: list[OpenedAnswer]
    texts: list[OpenedText]


class PayloadTooLarge(ValueError):
    """An answer that does not fit the envelope of its questionnaire version."""


class EnvelopeError(Exception):
    """An envelope that must not be counted; `position` is its place (from 0) among those given."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"envelope number {position + 1}")


class UnreadableEnvelope(EnvelopeError):
    """It cannot be opened with this round's key, or was damaged."""


class DuplicateEnvelope(EnvelopeError):
    """The same answer is there a second time."""


class ForgedEnvelope(EnvelopeError):
    """It opens, but the portal did not make it for this round."""


def padded_size(questionnaire: Questionnaire) -> int:
    """The size in bytes of every sealed answer's content for this questionnaire version.

    Room for the longest valid answer: all closed questions, attributes up to `ATTRIBUTE_BYTES`, and
    open texts to their limits (`open_text_limit` each, `MAX_OPEN_TEXTS` in all) in characters of four bytes.
    """
    open_questions = questionnaire.all_open_questions
    characters = min(MAX_OPEN_TEXTS, sum(map(open_text_limit, open_questions)))
    codes = sum(len(question.code) + 2 * LENGTH_BYTES for question in open_questions)
    return (
        HEADER_BYTES
        + COUNT_BYTES
        + LENGTH_BYTES
        + len(questionnaire.columns)
        + ATTRIBUTE_BYTES
        + LENGTH_BYTES
        + COUNT_BYTES
        + codes
        + UTF8_BYTES * characters
    )


def seal(
    public_key: bytes, payload: AnswerPayload, *, server_key: bytes, round_id: RoundId, padded_size: int
) -> bytes:
    """Seal an answer: always `padded_size` + 48 bytes, whatever it says.

    Raises `PayloadTooLarge`; an answer within the limits of validation never is.
    """
    body = _encode(payload)
    nonce = secrets.token_bytes(NONCE_BYTES)
    mac = _mac(server_key, round_id, nonce, body)
    content = nonce + mac + len(body).to_bytes(LENGTH_BYTES, "big") + body
    if len(content) > padded_size:
        raise PayloadTooLarge(f"{len(content)} bytes do not fit into {padded_size}")
    return bytes(SealedBox(PublicKey(public_key)).encrypt(content.ljust(padded_size, b"\0")))


def open_all(
    private_key: bytes,
    ciphertexts: Iterable[bytes | memoryview],
    *,
    server_key: bytes,
    round_id: RoundId,
) -> OpenedBatch:
    """Open every envelope of a round, or raise for the first one that must not be counted.

    `ciphertexts` is read once, one by one; memory holds the packed answers, their texts and the
    nonces. The result is shuffled: its order says nothing of the order in which envelopes came.
    Raises `UnreadableEnvelope`, `ForgedEnvelope`, `DuplicateEnvelope`.
    """
    answers: list[OpenedAnswer] = []
    texts: list[OpenedText] = []
    backgrounds: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}
    for payload in _opened(SealedBox(PrivateKey(private_key)), ciphertexts, server_key, round_id):
        node = intern(payload.node)
        background = tuple(payload.background.items())
        # A round has few nodes and few combinations of values: each is kept in memory once.
        answers.append(OpenedAnswer(payload.choices, node, backgrounds.setdefault(background, background)))
        texts.extend(OpenedText(node, intern(code), text) for code, text in payload.texts.items())
    return OpenedBatch(secure_shuffle(answers), secure_shuffle(texts))


def secure_shuffle(sequence: Sequence[T]) -> list[T]:
    """The same elements in an order drawn uniformly from the system's random source."""
    shuffled = list(sequence)
    secrets.SystemRandom().shuffle(shuffled)
    return shuffled


def _opened(
    box: SealedBox[PrivateKey],
    ciphertexts: Iterable[bytes | memoryview],
    server_key: bytes,
    round_id: RoundId,
) -> Iterator[AnswerPayload]:
    seen: set[bytes] = set()
    for position, ciphertext in enumerate(ciphertexts):
        try:
            content = box.decrypt(bytes(ciphertext))
        except (CryptoError, TypeError, ValueError):
            raise UnreadableEnvelope(position) from None
        nonce, mac, body = _take_apart(content, position)
        if not hmac.compare_digest(mac, _mac(server_key, round_id, nonce, body)):
            raise ForgedEnvelope(position)
        if nonce in seen:
            raise DuplicateEnvelope(position)
        seen.add(nonce)
        try:
            yield _decode(body)
        except ValueError:
            raise UnreadableEnvelope(position) from None


def _take_apart(content: bytes, position: int) -> tuple[bytes, bytes, bytes]:
    length = int.from_bytes(content[NONCE_BYTES + MAC_BYTES : HEADER_BYTES], "big")
    end = HEADER_BYTES + length
    if end > len(content) or content.count(0, end) != len(content) - end:
        raise UnreadableEnvelope(position)
    return content[:NONCE_BYTES], content[NONCE_BYTES : NONCE_BYTES + MAC_BYTES], content[HEADER_BYTES:end]


def _mac(server_key: bytes, round_id: RoundId, nonce: bytes, body: bytes) -> bytes:
    return keyed_hash(server_key, _PURPOSE, str(round_id).encode(), nonce, body)


def _encode(payload: AnswerPayload) -> bytes:
    node = payload.node.encode()
    background = join(_flat(payload.background))
    # Checked apart from the texts, or only people who write a lot would meet attributes that are too long.
    if len(node) + len(background) + 2 * LENGTH_BYTES > ATTRIBUTE_BYTES:
        raise PayloadTooLarge(f"node and background values take more than {ATTRIBUTE_BYTES} bytes")
    return join([payload.choices, node, background, join(_flat(payload.texts))])


def _flat(values: Mapping[str, str]) -> list[bytes]:
    return [part.encode() for pair in sorted(values.items()) for part in pair]


def _decode(body: bytes) -> AnswerPayload:
    choices, node, background, texts = split(body)
    return AnswerPayload(choices, node.decode(), _pairs(background), _pairs(texts))


def _pairs(joined: bytes) -> dict[str, str]:
    parts = [part.decode() for part in split(joined)]
    return dict(zip(parts[::2], parts[1::2], strict=True))
