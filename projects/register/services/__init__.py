"""Every write to the register. Import from here: `from projects.register import services`."""

from projects.register.services.cloning import clone_project, would_copy
from projects.register.services.documents import add_document, empty_document_bins, sweep_documents
from projects.register.services.employers import (
    EMPLOYER_CHANGED,
    add_employer,
    change_employer,
    remove_employer,
)
from projects.register.services.followup import (
    empty_bins,
    remove_followed_up,
    restore_followed_up,
    save_followed_up,
)
from projects.register.services.invitations import invite, withdraw_invitation
from projects.register.services.memberships import coordinated_alone, remove_member
from projects.register.services.merging import CannotMerge, merge_organisations
from projects.register.services.names import NAMES_CHANGED, save_names
from projects.register.services.organisations import (
    CHANGED as ORGANISATION_CHANGED,
)
from projects.register.services.organisations import (
    create_organisation,
    find_or_create_authority,
    update_organisation,
)
from projects.register.services.partnerships import (
    REMOVED,
    add_partner,
    change_partner,
    remove_partner,
    restore_partner,
    set_partner_state,
)
from projects.register.services.plan import delete_plan_item, save_plan_item
from projects.register.services.projects import CHANGED as PROJECT_CHANGED
from projects.register.services.projects import create_project, update_project
from projects.register.services.regions import load_regions
from projects.register.services.reminders import remind_partners
from projects.register.services.states import STATE_CHANGED, change_state
from projects.register.services.units import remove_unit, save_unit

__all__ = [
    "EMPLOYER_CHANGED",
    "NAMES_CHANGED",
    "ORGANISATION_CHANGED",
    "PROJECT_CHANGED",
    "REMOVED",
    "STATE_CHANGED",
    "CannotMerge",
    "add_document",
    "add_employer",
    "add_partner",
    "change_employer",
    "change_partner",
    "change_state",
    "clone_project",
    "coordinated_alone",
    "create_organisation",
    "create_project",
    "delete_plan_item",
    "empty_bins",
    "empty_document_bins",
    "find_or_create_authority",
    "invite",
    "load_regions",
    "merge_organisations",
    "remind_partners",
    "remove_employer",
    "remove_followed_up",
    "remove_member",
    "remove_partner",
    "remove_unit",
    "restore_followed_up",
    "restore_partner",
    "save_followed_up",
    "save_names",
    "save_plan_item",
    "save_unit",
    "set_partner_state",
    "sweep_documents",
    "update_organisation",
    "update_project",
    "withdraw_invitation",
    "would_copy",
]
