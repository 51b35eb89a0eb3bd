"""Who sees which requests and pairs. Coaches see their own; coordinators their project's; nobody else any.

Coordinators have shown a second factor. A coach is not asked for one: what the pages tell of the one person
who was given to the coach stands in the coach's letter too.
"""

from __future__ import annotations

from django.db.models import Q

from peercoaching.models import Coach, Pairing
from projects.register import access as register
from projects.register.models import Membership, Project, Role
from yhes.accounts.models import User

# A coach who has declined, or was asked no longer, does not see the request any more.
_SEEN_BY_COACH = (Pairing.State.PROPOSED, Pairing.State.ACCEPTED, Pairing.State.ENDED)


def requests_visible_to(user: User) -> Q:
    """Confirmed requests: the coordinators', and those a coach has been asked about."""
    if user.is_superuser:
        return Q()
    own = Pairing.objects.filter(coach__user=user.pk, state__in=_SEEN_BY_COACH)
    return Q(network__project__in=_coordinated(user)) | Q(pk__in=own.values("request"))


def pairings_visible_to(user: User) -> Q:
    if user.is_superuser:
        return Q()
    return Q(request__network__project__in=_coordinated(user)) | Q(coach__user=user.pk)


def _coordinated(user: User) -> object:
    return Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).values("project")


def can_manage(user: User, project: Project) -> bool:
    """Make networks, add coaches, propose pairs."""
    return register.is_coordinator(user, project)


def is_coach(user: User, project: Project) -> bool:
    return Coach.objects.filter(network__project=project, user_id=user.pk).exists()


def can_enter(user: User, project: Project) -> bool:
    """Contacts and management have nothing to do in this room."""
    return can_manage(user, project) or is_coach(user, project)


def can_edit_coach(user: User, coach: Coach) -> bool:
    """The coach's own profile, and the coordinator."""
    return coach.user_id == user.pk or can_manage(user, coach.network.project)


def decides_on_profile(user: User, coach: Coach | None) -> bool:
    """Whether the person may say that the profile is public: the coach, who alone can consent.

    For a coach without an account the coordinator writes down what the coach has said.
    """
    return coach is None or coach.user_id in (None, user.pk)


def can_answer(user: User, pairing: Pairing) -> bool:
    return pairing.coach is not None and pairing.coach.user_id == user.pk
