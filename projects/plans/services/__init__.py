"""Every write to action plans. Import from here: `from projects.plans import services`."""

from projects.plans.services.actions import set_action_state, start_action
from projects.plans.services.bin import delete_part, delete_plan, empty_bins, restore_part, restore_plan
from projects.plans.services.parts import PART_CHANGED, Part, save_part
from projects.plans.services.plans import PLAN_CHANGED, create_plan, set_plan_state, update_plan
from projects.plans.services.readings import take_figure

__all__ = [
    "PART_CHANGED",
    "PLAN_CHANGED",
    "Part",
    "create_plan",
    "delete_part",
    "delete_plan",
    "empty_bins",
    "restore_part",
    "restore_plan",
    "save_part",
    "set_action_state",
    "set_plan_state",
    "start_action",
    "take_figure",
    "update_plan",
]
