"""Who may see and do what with a round. Nobody sees an answer, and no role changes that.

Coordinators field rounds. Contacts see the rounds their organisation takes part in and invite its
people; management sees the same and only reads. Everybody else does not learn that a round exists.
"""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from projects.register import access as register
from projects.register.models import Membership, Project, Role
from surveys.models import FreeText, FreeTextQuerySet, Group, QuestionnaireVersion, Round
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


def visible_in(user: User, project: Project) -> Q:
    """Those of one project. A coordinator's are all, and nothing else need be asked."""
    return Q(project=project) if can_manage(user, project) else Q(project=project) & visible_to(user)


def groups_visible_to(user: User, round_: Round) -> Q:
    """Groups whose rate may be seen: coordinators all, others the whole and their own organisation's."""
    return groups_of(round_, organisations_seen_by(user, round_.project))


def organisations_seen_by(user: User, project: Project) -> frozenset[int] | None:
    """Ids of the organisations whose groups the person may see; None: every group there is."""
    if can_manage(user, project):
        return None
    return register.organisations_of(user, project, *_FOR_AN_ORGANISATION)


def groups_of(round_: Round, organisations: frozenset[int] | None) -> Q:
    """The whole and the groups of these organisations; None: every group of the round."""
    if organisations is None:
        return Q(round=round_)
    return Q(round=round_) & (Q(level=Group.Level.PROJECT) | Q(organisation__in=organisations))


def groups_invited_by(user: User, round_: Round) -> Q:
    """Groups into which the person may invite: the list for `can_invite`."""
    if can_manage(user, round_.project):
        return Q(round=round_)
    return Q(round=round_, pk__in=_groups_of(user, Role.CONTACT).values("pk"))


def can_invite(user: User, group: Group) -> bool:
    """The coordinator, and the contact of the group's own organisation."""
    return Group.objects.filter(groups_invited_by(user, group.round), pk=group.pk).exists()


def inquiries_answered_by(user: User, project: Project) -> Q:
    """Headcounts of drafts that the person is asked to confirm, as a contact of the organisation."""
    own = Membership.objects.filter(user=user.pk, project=project, role=Role.CONTACT).values("organisation")
    return Q(round__project=project, round__state=Round.State.DRAFT, organisation__in=own)


def can_manage(user: User, project: Project) -> bool:
    """Make, open and change rounds: coordinators only."""
    return register.is_coordinator(user, project)


def can_moderate(user: User, round_: Round) -> bool:
    """Read open answers before they are released, and release them: coordinators only."""
    return can_manage(user, round_.project)


def texts_to_moderate(user: User, round_: Round) -> FreeTextQuerySet:
    """The list for `can_moderate`: those that somebody may ever read, and none for anybody else."""
    texts = FreeText.objects.readable().filter(round=round_)
    return texts if can_moderate(user, round_) else texts.none()


def texts_visible_to(user: User, round_: Round) -> Q:
    """Groups whose released open answers may be read: the visible, and the one above one's organisation."""
    visible = groups_visible_to(user, round_)
    own = _groups_of(user, *_FOR_AN_ORGANISATION).filter(round=round_, level=Group.Level.ORGANISATION)
    return visible | Q(round=round_, pk__in=own.values("parent"))


def questionnaires_visible_to(user: User, project: Project) -> Q:
    """The library, for who makes rounds: what is shared, and what is the project's own."""
    if not can_manage(user, project):
        return Q(pk__in=())
    return Q(pk__in=QuestionnaireVersion.objects.offered_to(project).values("pk"))


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
