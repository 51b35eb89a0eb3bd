"""Every write to the register. Import from here: `from projects.register import services`."""

from projects.register.services.invitations import invite, withdraw_invitation
from projects.register.services.memberships import coordinated_alone, remove_member
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
from projects.register.services.units import remove_unit, save_unit

__all__ = [
    "ORGANISATION_CHANGED",
    "PROJECT_CHANGED",
    "REMOVED",
    "add_partner",
    "change_partner",
    "coordinated_alone",
    "create_organisation",
    "create_project",
    "delete_plan_item",
    "find_or_create_authority",
    "invite",
    "load_regions",
    "remind_partners",
    "remove_member",
    "remove_partner",
    "remove_unit",
    "restore_partner",
    "save_plan_item",
    "save_unit",
    "set_partner_state",
    "update_organisation",
    "update_project",
    "withdraw_invitation",
]
