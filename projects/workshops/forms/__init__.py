"""What people type about workshops: parsed and checked here, saved by the services."""

from projects.workshops.forms.outcomes import OutcomeForm
from projects.workshops.forms.registrations import ChangeForm, RegistrationForm
from projects.workshops.forms.workshops import CancelForm, HeldForm, WorkshopForm

__all__ = [
    "CancelForm",
    "ChangeForm",
    "HeldForm",
    "OutcomeForm",
    "RegistrationForm",
    "WorkshopForm",
]
