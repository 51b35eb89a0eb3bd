"""From a valid answer to a sealed envelope in the box."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings

from surveys import sealing
from surveys.models import Envelope, Group, Round
from surveys.questionnaire import Submission, pack
from yhes.common.prepared import PreparedInsert

_BOX = PreparedInsert(Envelope)


def seal(round_: Round, group: Group, submission: Submission) -> bytes:
    """The answer, with the group it counts in, as only the round's private key can open it.

    The closed part is packed in the order of the whole questionnaire version, whichever modules the
    round uses. Raises sealing.PayloadTooLarge, which a validated submission never does.
    """
    payload = sealing.AnswerPayload(
        choices=pack(round_.questionnaire.questionnaire, submission.choices, submission.picks),
        node=str(group.pk),
        background={code: str(value) for code, value in submission.background.items()},
        texts=submission.texts,
    )
    return sealing.seal(
        bytes(round_.public_key or b""),
        payload,
        server_key=settings.SURVEY_SERVER_KEY,
        round_id=round_.pk,
        padded_size=round_.padded_size or 0,
    )


def drop(round_: Round, ciphertext: bytes) -> None:
    """Into the box; the caller's transaction has burned the invitation."""
    _BOX.add(id=uuid4(), round=round_.pk, ciphertext=ciphertext)
