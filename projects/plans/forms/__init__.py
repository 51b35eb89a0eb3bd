"""What people type about plans: parsed and checked here, saved by the services."""

from projects.plans.forms.comparing import AgreementForm
from projects.plans.forms.figures import FigureForm
from projects.plans.forms.imports import ReadingFileForm
from projects.plans.forms.parts import FORMS, ActionForm, AimForm, StoneForm
from projects.plans.forms.plans import NewPlanForm, PlanForm
from projects.plans.forms.reviews import ReviewForm
from projects.plans.forms.starting import StartForm

__all__ = [
    "FORMS",
    "ActionForm",
    "AgreementForm",
    "AimForm",
    "FigureForm",
    "NewPlanForm",
    "PlanForm",
    "ReadingFileForm",
    "ReviewForm",
    "StartForm",
    "StoneForm",
]
