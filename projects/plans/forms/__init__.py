"""What people type about plans: parsed and checked here, saved by the services."""

from projects.plans.forms.figures import FigureForm
from projects.plans.forms.imports import ReadingFileForm
from projects.plans.forms.parts import FORMS, KINDS, ActionForm, AimForm, StoneForm
from projects.plans.forms.plans import NewPlanForm, PlanForm
from projects.plans.forms.starting import StartForm

__all__ = [
    "FORMS",
    "KINDS",
    "ActionForm",
    "AimForm",
    "FigureForm",
    "NewPlanForm",
    "PlanForm",
    "ReadingFileForm",
    "StartForm",
    "StoneForm",
]
