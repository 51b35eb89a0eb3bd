"""What people type into the register: parsed and checked here, saved by the services."""

from projects.register.forms.confirming import ConfirmForm
from projects.register.forms.employers import EmployerForm, NewEmployerForm
from projects.register.forms.headcounts import HeadcountForm
from projects.register.forms.imports import AnswersForm, ColumnsForm, PartnerFileForm
from projects.register.forms.merging import MergeForm
from projects.register.forms.names import NamesForm
from projects.register.forms.names import as_typed as names_as_typed
from projects.register.forms.organisations import OrganisationForm, UnitForm
from projects.register.forms.partners import AgreementForm, BulkForm, PartnerForm, PartnerSearchForm
from projects.register.forms.people import InviteForm
from projects.register.forms.plan import PLAN_MODELS, plan_form
from projects.register.forms.projects import CloneForm, ProjectForm, StateForm

__all__ = [
    "PLAN_MODELS",
    "AgreementForm",
    "AnswersForm",
    "BulkForm",
    "CloneForm",
    "ColumnsForm",
    "ConfirmForm",
    "EmployerForm",
    "HeadcountForm",
    "InviteForm",
    "MergeForm",
    "NamesForm",
    "NewEmployerForm",
    "OrganisationForm",
    "PartnerFileForm",
    "PartnerForm",
    "PartnerSearchForm",
    "ProjectForm",
    "StateForm",
    "UnitForm",
    "names_as_typed",
    "plan_form",
]
