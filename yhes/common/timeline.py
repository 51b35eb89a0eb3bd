"""One thing on a project's public timeline, as the rooms hand it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that anybody may know of, on its day. what: the kind in a word or two ("Workshop").

    until: the last of its days, when there are several. is_frame: the project's own start or end. url: the
    public page, "" for none.
    """

    on: date
    what: str
    title: str
    url: str = ""
    note: str = ""
    until: date | None = None
    is_frame: bool = False
    is_example: bool = False
