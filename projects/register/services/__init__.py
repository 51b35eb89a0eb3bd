"""Every write to the register. Import from here: `from projects.register import services`."""

from projects.register.services.agreements import agreement_changes, set_agreement
from projects.register.services.cloning import clone_project, would_copy
from projects.register.services.confirming import confirm_details, find_contact, forget_contact_links
from projects.register.services.documents import (
    add_document,
    change_document,
    forget_documents,
    sweep_documents,
)
from projects.register.services.employers import (
    EMPLOYER_CHANGED,
    add_employer,
    change_employer,
    remove_employer,
    restore_employer,
)
from projects.register.services.followup import remove_followed_up, restore_followed_up, save_followed_up
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
    partner_changes,
    remove_partner,
    restore_partner,
    set_partner_state,
)
from projects.register.services.plan import (
    PLAN_ITEM_CHANGED,
    PLAN_ITEM_DELETED,
    delete_plan_item,
    restore_plan_item,
    save_plan_item,
)
from projects.register.services.projects import CHANGED as PROJECT_CHANGED
from projects.register.services.projects import (
    create_project,
    find_or_create_programme,
    update_project,
)
from projects.register.services.regions import load_regions
from projects.register.services.reminders import remind_partners
from projects.register.services.states import STATE_CHANGED, change_state
from projects.register.services.units import (
    remove_unit,
    restore_unit,
    save_headcounts,
    save_unit,
    unit_changes,
)

__all__ = [
    "EMPLOYER_CHANGED",
    "NAMES_CHANGED",
    "ORGANISATION_CHANGED",
    "PLAN_ITEM_CHANGED",
    "PLAN_ITEM_DELETED",
    "PROJECT_CHANGED",
    "REMOVED",
    "STATE_CHANGED",
    "CannotMerge",
    "add_document",
    "add_employer",
    "add_partner",
    "agreement_changes",
    "change_document",
    "change_employer",
    "change_partner",
    "change_state",
    "clone_project",
    "confirm_details",
    "coordinated_alone",
    "create_organisation",
    "create_project",
    "delete_plan_item",
    "find_contact",
    "find_or_create_authority",
    "find_or_create_programme",
    "forget_contact_links",
    "forget_documents",
    "invite",
    "load_regions",
    "merge_organisations",
    "partner_changes",
    "remind_partners",
    "remove_employer",
    "remove_followed_up",
    "remove_member",
    "remove_partner",
    "remove_unit",
    "restore_employer",
    "restore_followed_up",
    "restore_partner",
    "restore_plan_item",
    "restore_unit",
    "save_followed_up",
    "save_headcounts",
    "save_names",
    "save_plan_item",
    "save_unit",
    "set_agreement",
    "set_partner_state",
    "sweep_documents",
    "unit_changes",
    "update_organisation",
    "update_project",
    "withdraw_invitation",
    "would_copy",
]
