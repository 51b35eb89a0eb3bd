"""What reports refuse, in words for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from yhes.common.errors import WordedError


class ReportError(WordedError):
    """Reports refuse."""


class PeriodBackwards(ReportError):
    message = _("The period cannot end before it begins.")
    field = "last"


class AlreadySubmitted(ReportError):
    message = _("The report has been submitted and is archived. Correct it by a new version.")


class ReportIsGone(ReportError):
    message = _("The report has been deleted. Bring it back first.")


class NotInBin(ReportError):
    message = _("This is not in the bin any more.")


class NotSubmitted(ReportError):
    message = _("The report is still a draft: change it instead.")


class CorrectedAlready(ReportError):
    message = _("There is a newer version of this report already.")


class FiguresMoved(ReportError):
    message = _(
        "The figures have changed since they were gathered. Refresh them and look the report over before you "
        "submit it."
    )


class ChangedSinceSeen(ReportError):
    message = _("Somebody has changed the report since you opened this page. Look it over once more.")


class DeviationsMissing(ReportError):
    """`sections` are the titles of the work packages of which nothing has been written."""

    message = _("Write about deviations, or that there were none: %(titles)s.")

    def __init__(self, sections: Sequence[str]) -> None:
        super().__init__(titles=", ".join(sections))
        self.sections = tuple(sections)
