"""From sealed envelopes to stored answers, inside the one transaction that counts a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import F

from surveys import sealing
from surveys.models import Answer, Envelope, FreeText, Invitation, Round

Progress = Callable[[int, int], None]
T = TypeVar("T")

_AT_ONCE = 2_000


class EnvelopesChanged(Exception):
    """The envelopes deleted are not the envelopes opened: nothing of this count may stand."""


def key_store() -> sealing.RoundKeyStore:
    """The private keys of open rounds; only the ballot worker has the folder."""
    return sealing.RoundKeyStore(settings.SURVEY_KEY_DIR, settings.SURVEY_KEY_REPLICA_DIR or None)


def open_and_shuffle(
    round_: Round, *, private_key: bytes, progress: Progress
) -> tuple[list[UUID], sealing.OpenedBatch]:
    """Ids of all envelopes of the round, and what was in them, in an order that says nothing.

    Raises sealing.EnvelopeError for the first one that must not be counted.
    """
    ids: list[UUID] = []
    total = Envelope.objects.filter(round=round_).count()

    def ciphertexts() -> Iterator[bytes]:
        rows = Envelope.objects.filter(round=round_).order_by("id").values_list("id", "ciphertext")
        for pk, ciphertext in rows.iterator(chunk_size=500):
            ids.append(pk)
            if len(ids) % 500 == 0:
                progress(len(ids), total)
            yield bytes(ciphertext)

    batch = sealing.open_all(
        private_key, ciphertexts(), server_key=settings.SURVEY_SERVER_KEY, round_id=round_.pk
    )
    progress(total, total)
    return ids, batch


def respondents(answers: Iterable[sealing.OpenedAnswer]) -> Counter[int]:
    """Number of answers by the frozen group each was given in."""
    return Counter(int(answer.node) for answer in answers)


def store_answers(
    round_: Round, answers: Sequence[sealing.OpenedAnswer], region_of: Mapping[int, int | None]
) -> None:
    """Insert the counted answers, each with the group that `region_of` keeps of its own."""
    rows = (
        Answer(round=round_, group_id=region_of[int(answer.node)], choices=answer.choices)
        for answer in answers
    )
    for chunk in _chunks(rows):
        Answer.objects.bulk_create(chunk)


def store_texts(
    round_: Round, texts: Sequence[sealing.OpenedText], home_of: Mapping[tuple[str, int], int | None]
) -> None:
    """Insert the open answers, apart from the rest, each with the one group in which it may be read.

    `home_of` says which by (question, group it was answered in); None: nobody reads it.
    """
    rows = (
        FreeText(
            round=round_,
            group_id=home_of[text.code, int(text.node)],
            question=text.code,
            text=text.text,
        )
        for text in texts
    )
    for chunk in _chunks(rows):
        FreeText.objects.bulk_create(chunk)


def rewrite_invitations(round_: Round) -> None:
    """Give every invitation of the round the same writing transaction, spent or not."""
    Invitation.objects.filter(round=round_).update(is_spent=F("is_spent"))


def delete_envelopes(round_: Round, ids: Sequence[UUID]) -> None:
    """Delete exactly the envelopes that were opened.

    Raises EnvelopesChanged when one of them is gone or another has come, which rolls all back.
    """
    deleted = 0
    for chunk in _chunks(iter(ids)):
        deleted += Envelope.objects.filter(pk__in=chunk).delete()[0]
    if deleted != len(ids) or Envelope.objects.filter(round=round_).exists():
        raise EnvelopesChanged


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _AT_ONCE)):
        yield chunk
