"""Action plans: a vision, the aims on the way to it, what is done for them and where the years lead."""

from projects.plans.models.actions import TRANSITIONS, Action
from projects.plans.models.binned import Binned
from projects.plans.models.comparing import ComparisonAgreement
from projects.plans.models.imports import ReadingImport
from projects.plans.models.papers import PlanPaper
from projects.plans.models.plans import ActionPlan, Aim, SteppingStone
from projects.plans.models.reviews import Review
from projects.plans.models.scorecard import Indicator, Reading
from yhes.common.bins import BINNED, KEPT

__all__ = [
    "BINNED",
    "KEPT",
    "TRANSITIONS",
    "Action",
    "ActionPlan",
    "Aim",
    "Binned",
    "ComparisonAgreement",
    "Indicator",
    "PlanPaper",
    "Reading",
    "ReadingImport",
    "Review",
    "SteppingStone",
]
