"""What people type into the register: parsed and checked here, saved by the services."""

from projects.register.forms.organisations import HeadcountForm, OrganisationForm, UnitForm
from projects.register.forms.partners import BulkForm, PartnerForm, PartnerSearchForm
from projects.register.forms.people import InviteForm
from projects.register.forms.plan import PLAN_MODELS, plan_form
from projects.register.forms.projects import ProjectForm

__all__ = [
    "PLAN_MODELS",
    "BulkForm",
    "HeadcountForm",
    "InviteForm",
    "OrganisationForm",
    "PartnerForm",
    "PartnerSearchForm",
    "ProjectForm",
    "UnitForm",
    "plan_form",
]
