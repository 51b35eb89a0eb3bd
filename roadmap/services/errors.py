"""What the roadmap's rules refuse, in words for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yhes.common.errors import DomainError

if TYPE_CHECKING:
    from roadmap.models import Roadmap, Step, Theme
    from roadmap.services.checking import Check


class Refused(DomainError):
    """A rule about drafts and editions said no."""


class EditedMeanwhile(Refused):
    """Somebody else saved the same row first. `current` is the row as it stands now."""

    def __init__(self, current: Roadmap | Theme | Step) -> None:
        super().__init__(
            _(
                "Somebody else has changed this while you were writing. Your text is below, unsaved. "
                "Look at what has changed, then save again."
            )
        )
        self.current = current


class NotReady(Refused):
    """The draft cannot be published; `problems` are the blocking checks."""

    def __init__(self, problems: Sequence[Check]) -> None:
        super().__init__(" ".join(str(problem.sentence) for problem in problems))
        self.problems = tuple(problems)


class NothingChanged(Refused):
    """The draft says just what the newest edition says."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Nothing has changed since edition %(number)s.") % {"number": number})
        self.number = number
