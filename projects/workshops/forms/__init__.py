"""What people type about workshops: parsed and checked here, saved by the services."""

from projects.workshops.forms.outcomes import OutcomeForm
from projects.workshops.forms.registrations import ChangeForm, EraseForm, RegistrationForm
from projects.workshops.forms.workshops import CancelForm, HeldForm, WorkshopForm

__all__ = [
    "CancelForm",
    "ChangeForm",
    "EraseForm",
    "HeldForm",
    "OutcomeForm",
    "RegistrationForm",
    "WorkshopForm",
]
