"""What plans hold of a person with an account: the actions they answer for, the reviews they took part in.

When the account goes, the actions stay and wait for somebody else (Action.responsible), and the person is no
longer among those who took part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from projects.plans.models import Action, Review
from projects.plans.models.actions import ActionQuerySet
from yhes.accounts.models import User


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`."""
    return {
        "actions": [
            {
                "project": action.plan.project.name,
                "plan": action.plan.title,
                "action": action.title,
                "state": action.state,
                "due_on": action.due_on,
            }
            for action in _of(user)
        ],
        "plan_reviews": [
            {"plan": review.plan.title, "held_on": review.held_on}
            for review in Review.objects.filter(people=user.pk).select_related("plan")
        ],
    }


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line an action that would be nobody's."""
    for action in _of(user).in_use().open():
        yield _("Your action in “%(plan)s”: %(title)s") % {"plan": action.plan.title, "title": action.title}


def _of(user: User) -> ActionQuerySet:
    found: ActionQuerySet = Action.objects.filter(responsible_id=user.pk)
    return found.for_listing()
