"""When and where, and what there is to say about seats, in the active language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from projects.workshops.models import Workshop
from projects.workshops.models.workshops import Seats
from yhes.common.words import has_language, of_field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEATS: Final[dict[Seats, StrOrPromise]] = {
    "free": _("seats available"),
    "few": _("last seats"),
    "full": _("full, waiting list open"),
    "closed": _("registration closed"),
}


def when(workshop: Workshop) -> str:
    """ "torstai 26.11.2026 klo 14.00–15.00"; only the day where no time is known."""
    start, end = localtime(workshop.starts_at), localtime(workshop.ends_at)
    if not workshop.has_times:
        return _days(start.date(), last_day(workshop))
    if start.date() == end.date():
        return gettext("%(weekday)s %(day)s at %(start)s–%(end)s") % {
            "weekday": date_format(start, "l"),
            "day": date_format(start, "SHORT_DATE_FORMAT"),
            "start": _clock(start),
            "end": _clock(end),
        }
    return gettext("%(first)s – %(last)s") % {
        "first": date_format(start, "SHORT_DATETIME_FORMAT"),
        "last": date_format(end, "SHORT_DATETIME_FORMAT"),
    }


def short_when(workshop: Workshop) -> str:
    """ "to klo 14.00–15.00": beside the date, which stands in a block of its own."""
    start, end = localtime(workshop.starts_at), localtime(workshop.ends_at)
    if not workshop.has_times or start.date() != last_day(workshop):
        return when(workshop)
    return gettext("%(weekday)s at %(start)s–%(end)s") % {
        "weekday": date_format(start, "D"),
        "start": _clock(start),
        "end": _clock(end),
    }


def where(workshop: Workshop) -> str:
    """The place, "online", or both; "" where neither is known."""
    if not workshop.is_online:
        return workshop.place
    if not workshop.place:
        return gettext("online")
    return gettext("%(place)s and online") % {"place": workshop.place}


def day(workshop: Workshop) -> str:
    """ "5.6.2023": as a source line names it."""
    return date_format(localtime(workshop.starts_at), "SHORT_DATE_FORMAT")


def last_day(workshop: Workshop) -> date:
    """The day of the last moment: an event that ends at midnight ends on the day before."""
    return localtime(workshop.ends_at - timedelta(microseconds=1)).date()


def language_of(workshop: Workshop) -> str:
    """The language its texts are shown in, where that is not the reader's own; otherwise ""."""
    wanted = get_language() or "fi"
    title = of_field(workshop, "title")
    if has_language(title, wanted):
        return ""
    return next((code for code in ("fi", "en", "sv") if has_language(title, code)), "")


def _clock(moment: datetime) -> str:
    return time_format(moment, "TIME_FORMAT")


def _days(first: date, last: date) -> str:
    if first == last:
        return f"{date_format(first, 'l')} {date_format(first, 'SHORT_DATE_FORMAT')}"
    return gettext("%(first)s – %(last)s") % {
        "first": date_format(first, "SHORT_DATE_FORMAT"),
        "last": date_format(last, "SHORT_DATE_FORMAT"),
    }
