"""Every write to action plans. Import from here: `from projects.plans import services`."""

from projects.plans.services.actions import set_action_state, start_action
from projects.plans.services.bin import (
    delete_part,
    delete_plan,
    forget_actions,
    forget_plans,
    restore_part,
    restore_plan,
)
from projects.plans.services.comparing import agree_to_compare, stop_comparing
from projects.plans.services.parts import PART_CHANGED, Part, save_part
from projects.plans.services.plans import PLAN_CHANGED, create_plan, set_plan_state, update_plan
from projects.plans.services.readings import take_figure
from projects.plans.services.reviews import (
    REVIEW_CHANGED,
    approve_review,
    delete_review,
    restore_review,
    save_review,
    start_review,
)

__all__ = [
    "PART_CHANGED",
    "PLAN_CHANGED",
    "REVIEW_CHANGED",
    "Part",
    "agree_to_compare",
    "approve_review",
    "create_plan",
    "delete_part",
    "delete_plan",
    "delete_review",
    "forget_actions",
    "forget_plans",
    "restore_part",
    "restore_plan",
    "restore_review",
    "save_part",
    "save_review",
    "set_action_state",
    "set_plan_state",
    "start_action",
    "start_review",
    "stop_comparing",
    "take_figure",
    "update_plan",
]
