"""Where a round stands, as a badge and as stones on a path."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveys.models import Release, Round

_BADGES = {
    Round.State.DRAFT: "draft",
    Round.State.OPENING: "waiting",
    Round.State.OPEN: "now",
    Round.State.CLOSING: "waiting",
    Round.State.COUNTED: "waiting",
    Round.State.PURGED: "done",
}
_PLACES = {
    Round.State.DRAFT: 0,
    Round.State.OPENING: 0,
    Round.State.OPEN: 1,
    Round.State.CLOSING: 2,
    Round.State.COUNTED: 2,
    Round.State.PURGED: 3,
}


def badge_of(round_: Round) -> str:
    """The state of components/badge.html."""
    return _BADGES[Round.State(round_.state)]


def stages_of(round_: Round) -> list[dict[str, Any]]:
    """Draft, open, counted, released: components/timeline.html."""
    release = Release.objects.filter(round=round_, withdrawn_at__isnull=True).first()
    place = 4 if release else _PLACES[Round.State(round_.state)]
    notes = [
        _day(round_.created_at),
        _period(round_),
        _day(round_.closed_at),
        _day(release.released_at if release else None),
    ]
    labels = [_("Draft"), _("Open for answers"), _("Counting"), _("Released")]
    return [
        {"label": label, "note": note, "state": _state(number, place)}
        for number, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def _state(number: int, place: int) -> str:
    if number < place:
        return "done"
    return "now" if number == place else "later"


def _period(round_: Round) -> str:
    if round_.opened_at:
        return f"{_day(round_.opened_at)}–{_day(round_.closes_at)}"
    return _("open until %(day)s") % {"day": _day(round_.closes_at)}


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""
