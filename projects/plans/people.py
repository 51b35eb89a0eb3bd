"""Who answers for what, as far as the reader may know it.

Who works for an organisation is told to those who have confirmed who they are with a second factor;
everybody knows themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from projects.plans.models import Action, ActionPlan
from projects.register.models import Membership, Role
from yhes.accounts.access import person, used_second_factor
from yhes.accounts.models import User


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom the reader may be told of."""

    reader: User
    names_all: bool = False

    @property
    def only(self) -> User | None:
        """For histories: the one reader who is named alone; None names everybody."""
        return None if self.names_all else self.reader

    def name(self, user: User) -> str:
        return str(user) if self.names_all or user.pk == self.reader.pk else _("A user of the portal")

    def responsible(self, action: Action) -> str:
        """The person or the role that answers for the action; "" where nobody does yet."""
        return self.name(action.responsible) if action.responsible else action.role

    def choices(self, users: Iterable[User]) -> list[tuple[str, str]]:
        """(key, name) of those who may be named, by name."""
        known = [user for user in users if self.names_all or user.pk == self.reader.pk]
        return sorted(((str(user.pk), str(user)) for user in known), key=lambda pair: pair[1].casefold())


class Unnamed:
    """Tells nobody's name: for what is handed on (a PDF)."""

    def responsible(self, action: Action) -> str:
        return _("a person named in the portal") if action.responsible_id else action.role


def naming(request: HttpRequest) -> Naming:
    return Naming(person(request), used_second_factor(request))


def candidates(plan: ActionPlan) -> list[User]:
    """Who may answer for an action: coordinators, and the organisation's people or the whole project's."""
    members = Membership.objects.filter(project=plan.project_id)
    if plan.organisation_id:
        members = members.filter(Q(role=Role.COORDINATOR) | Q(organisation=plan.organisation_id))
    return list(User.objects.filter(pk__in=members.values("user"), is_active=True))


def of_plans(plans: QuerySet[ActionPlan]) -> list[User]:
    """Everybody who answers for an action in these plans."""
    actions = Action.objects.in_use().filter(aim__plan__in=plans, responsible__isnull=False)
    return list(User.objects.filter(pk__in=actions.values("responsible")))
