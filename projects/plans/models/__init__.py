"""Action plans: a vision, the aims on the way to it, what is done for them and where the years lead."""

from projects.plans.models.actions import TRANSITIONS, Action
from projects.plans.models.binned import BINNED, KEPT, KEPT_DAYS, Binned
from projects.plans.models.imports import ReadingImport
from projects.plans.models.plans import ActionPlan, Aim, SteppingStone
from projects.plans.models.scorecard import Indicator, Reading

__all__ = [
    "BINNED",
    "KEPT",
    "KEPT_DAYS",
    "TRANSITIONS",
    "Action",
    "ActionPlan",
    "Aim",
    "Binned",
    "Indicator",
    "Reading",
    "ReadingImport",
    "SteppingStone",
]
