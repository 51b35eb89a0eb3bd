"""Who may see and do what with a round. Nobody sees an answer, and no role changes that.

Coordinators field rounds. Contacts see the rounds their organisation takes part in and invite its
people; management sees the same and only reads. Everybody else does not learn that a round exists.
"""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from projects.register import access as register
from projects.register.models import Membership, Project, Role
from surveys.models import Group, Round
from yhes.accounts.models import User

_FOR_AN_ORGANISATION = (Role.CONTACT, Role.MANAGEMENT)


def visible_to(user: User) -> Q:
    """Rounds for lists and pages; drafts are the coordinators' alone."""
    if user.is_superuser:
        return Q()
    coordinated = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).values("project")
    return Q(project__in=coordinated) | (
        ~Q(state=Round.State.DRAFT) & Q(pk__in=_groups_of(user, *_FOR_AN_ORGANISATION).values("round"))
    )


def groups_visible_to(user: User, round_: Round) -> Q:
    """Groups whose rate may be seen: coordinators all, others the whole and their own organisation's."""
    if can_manage(user, round_.project):
        return Q(round=round_)
    own = _groups_of(user, *_FOR_AN_ORGANISATION).filter(round=round_)
    return Q(round=round_) & (Q(level=Group.Level.PROJECT) | Q(pk__in=own.values("pk")))


def groups_invited_by(user: User, round_: Round) -> Q:
    """Groups into which the person may invite: the list for `can_invite`."""
    if can_manage(user, round_.project):
        return Q(round=round_)
    return Q(round=round_, pk__in=_groups_of(user, Role.CONTACT).values("pk"))


def can_invite(user: User, group: Group) -> bool:
    """The coordinator, and the contact of the group's own organisation."""
    return Group.objects.filter(groups_invited_by(user, group.round), pk=group.pk).exists()


def can_manage(user: User, project: Project) -> bool:
    """Make, open and change rounds: coordinators only."""
    return register.is_coordinator(user, project)


def may_enter(user: User, project: Project) -> bool:
    """The room of surveys: coordinators, contacts and management; coaches have nothing to do there."""
    return can_manage(user, project) or register.has_role(user, project, *_FOR_AN_ORGANISATION)


def _groups_of(user: User, *roles: str) -> QuerySet[Group]:
    """Groups of organisations for which the person acts in the round's own project."""
    return Group.objects.filter(
        organisation__memberships__user=user.pk,
        organisation__memberships__role__in=roles,
        organisation__memberships__project=F("round__project"),
    )
