"""A moderator's decisions on open answers, each of which can be taken back until the release.

Nothing of a single decision goes into the audit trail: it never is about answers. The trail has the
numbers, once, when the texts are released.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from surveys import disclosure
from surveys.models import FreeText, Round, TextRelease
from yhes.common.errors import DomainError


class ModerationRefused(DomainError):
    """The decision cannot be made; the message says why."""


class PartsRefused(ModerationRefused):
    """What is to be removed from a text cannot be."""

    field = "parts"


def show_text(*, text: FreeText, seen: str) -> FreeText:
    """Readers will get the text as it was written. Raises ModerationRefused."""
    return moderate_text(text=text, seen=seen, state=FreeText.State.SHOWN)


def redact_text(*, text: FreeText, seen: str, parts: Iterable[str]) -> FreeText:
    """Readers will get the text with `[…]` where the parts were. Repeated, it removes more.

    The original is kept beside until the release. Raises PartsRefused for a part that is not in the text and
    when nothing would be left, and ModerationRefused.
    """
    wanted = [part.strip() for part in parts if part.strip()]
    if not wanted:
        raise PartsRefused(_("Choose or write what is to be removed."))
    return moderate_text(
        text=text, seen=seen, state=FreeText.State.REDACTED, redacted=_without(text.as_read, wanted)
    )


def withhold_text(*, text: FreeText, seen: str, reason: str) -> FreeText:
    """Readers will not get the text. `reason`: a FreeText.Reason. Raises ModerationRefused."""
    if reason not in FreeText.Reason.values:
        raise ModerationRefused(_("Choose why the text is not shown."))
    return moderate_text(text=text, seen=seen, state=FreeText.State.WITHHELD, reason=reason)


def take_back(*, text: FreeText, seen: str) -> FreeText:
    """The text waits again, as it was written. Raises ModerationRefused."""
    return moderate_text(text=text, seen=seen, state=FreeText.State.WAITING)


@transaction.atomic
def moderate_text(*, text: FreeText, seen: str, state: str, redacted: str = "", reason: str = "") -> FreeText:
    """Write a decision in place of the one there is. `seen`: the state on which it was made.

    Raises ModerationRefused once the round's texts are released, for a text nobody may read, and when
    somebody else has decided meanwhile.
    """
    if seen not in FreeText.State.values:
        raise ModerationRefused(_("Look at the text before you decide."))
    Round.objects.select_for_update().get(pk=text.round_id)
    if TextRelease.objects.filter(round=text.round_id, withdrawn_at__isnull=True).exists():
        raise ModerationRefused(
            _("The open answers have been released. Withdraw them first if one of them must change.")
        )
    changed = (
        FreeText.objects.readable()
        .filter(pk=text.pk, state=seen)
        .update(state=state, redacted=redacted, reason=reason)
    )
    if not changed:
        raise ModerationRefused(
            _("Somebody else has decided on this text meanwhile. Look at the text again before you decide.")
        )
    text.refresh_from_db()
    return text


def _without(words: str, parts: list[str]) -> str:
    try:
        return disclosure.redact(words, parts)
    except disclosure.PartNotFound as error:
        raise PartsRefused(
            _("“%(part)s” is not in the text. Write it just as it stands there.") % {"part": error.part}
        ) from None
    except disclosure.NothingLeft:
        raise PartsRefused(
            _("Nothing would be left of the text. If it cannot be shown, withhold it instead.")
        ) from None
