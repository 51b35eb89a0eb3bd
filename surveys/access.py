"""Who may see and do what with a round. Nobody sees an answer, and no role changes that.

Coordinators field rounds. Contacts see the rounds their organisation takes part in and invite its
people; management sees the same and only reads. A round that an organisation ordered is prepared by its
contact too. Everybody else does not learn that a round exists.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from projects.register import access as register
from projects.register.models import Membership, Partnership, Project, Role
from surveys.models import FreeText, FreeTextQuerySet, Group, QuestionnaireVersion, Round
from yhes.accounts.models import User

_FOR_AN_ORGANISATION = (Role.CONTACT, Role.MANAGEMENT)


def visible_to(user: User) -> Q:
    """Rounds for lists and pages; drafts are the coordinators' alone, and of who ordered them."""
    if user.is_superuser:
        return Q()
    coordinated = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).values("project")
    taking_part = ~Q(state=Round.State.DRAFT) & Q(
        pk__in=_groups_of(user, *_FOR_AN_ORGANISATION).values("round")
    )
    return Q(project__in=coordinated) | taking_part | ordered_for(user)


def ordered_for(user: User) -> Q:
    """Rounds that were ordered by an organisation whose contact the person is in the round's project."""
    acting = Membership.objects.filter(
        user_id=user.pk,
        role=Role.CONTACT,
        project=OuterRef("project"),
        organisation=OuterRef("ordered_by"),
    )
    return Q(Exists(acting))


def visible_in(user: User, project: Project) -> Q:
    """`visible_to` within one project, by the roles that are known of the person: fewer tables to join."""
    if can_manage(user, project):
        return Q(project=project)
    own = organisations_seen_by(user, project) or frozenset()
    taking_part = Q(pk__in=Group.objects.filter(organisation__in=own).values("round"))
    ordered = Q(ordered_by__in=register.organisations_of(user, project, Role.CONTACT))
    return Q(project=project) & (~Q(state=Round.State.DRAFT) & taking_part | ordered)


def groups_visible_to(user: User, round_: Round) -> Q:
    """Groups whose rate may be seen: coordinators all, others the whole, their region and their own."""
    return groups_of(round_, organisations_seen_by(user, round_.project))


def organisations_seen_by(user: User, project: Project) -> frozenset[int] | None:
    """Ids of the organisations whose groups the person may see; None: every group there is."""
    if can_manage(user, project):
        return None
    return register.organisations_of(user, project, *_FOR_AN_ORGANISATION)


def groups_of(round_: Round | int, organisations: frozenset[int] | None) -> Q:
    """The whole, the groups of these organisations and their regions; None: every group of the round."""
    if organisations is None:
        return Q(round=round_)
    own = Group.objects.filter(round=round_, level=Group.Level.ORGANISATION, organisation__in=organisations)
    regions = Q(level=Group.Level.REGION, pk__in=own.values("parent"))
    return Q(round=round_) & (Q(level=Group.Level.PROJECT) | Q(organisation__in=organisations) | regions)


def groups_seen_in(user: User, project: Project, round_: int) -> Q:
    """Groups of one round (its id), for who may see the round in this project and them: both rules."""
    seen = organisations_seen_by(user, project)
    if seen is None:
        return Q(round=round_, round__project=project)
    rounds = Round.objects.filter(visible_in(user, project), pk=round_)
    return groups_of(round_, seen) & Q(round__in=rounds)


def groups_invited_by(user: User, round_: Round) -> Q:
    """Groups into which the person may invite: the list for `can_invite`."""
    return groups_invited_among(user, round_.project, [round_])


def groups_invited_among(user: User, project: Project, rounds: Collection[Round]) -> Q:
    """`groups_invited_by` of several rounds of one project at once."""
    mine = Q(round__in=rounds)
    if can_manage(user, project):
        return mine
    return mine & Q(organisation__in=register.organisations_of(user, project, Role.CONTACT))


def can_invite(user: User, group: Group) -> bool:
    """The coordinator, and the contact of the group's own organisation."""
    return Group.objects.filter(groups_invited_by(user, group.round), pk=group.pk).exists()


def inquiries_answered_by(user: User, project: Project) -> Q:
    """Headcounts of drafts that the person is asked to confirm, as a contact of the organisation."""
    own = register.organisations_of(user, project, Role.CONTACT)
    return Q(round__project=project, round__state=Round.State.DRAFT, organisation__in=own)


def can_manage(user: User, project: Project) -> bool:
    """Make, open and change rounds: coordinators only."""
    return register.is_coordinator(user, project)


def can_prepare(user: User, round_: Round) -> bool:
    """Complete a draft, word its letters and open it: coordinators, and the contact of who ordered it."""
    if can_manage(user, round_.project):
        return True
    own = register.organisations_of(user, round_.project, Role.CONTACT)
    return round_.ordered_by_id is not None and round_.ordered_by_id in own


def can_moderate(user: User, round_: Round) -> bool:
    """Read open answers before they are released, and release them: coordinators only."""
    return can_manage(user, round_.project)


def texts_to_moderate(user: User, round_: Round) -> FreeTextQuerySet:
    """The list for `can_moderate`: those that somebody may ever read, and none for anybody else."""
    texts = FreeText.objects.readable().filter(round=round_)
    return texts if can_moderate(user, round_) else texts.none()


def learning_decided_by(user: User, project: Project) -> Q:
    """Partnerships of organisations for which the person may agree that they are asked how it goes.

    Coordinators decide on behalf of every partner, contacts and management for their own.
    """
    partners = Q(project=project) & ~Q(state=Partnership.State.DECLINED)
    seen = organisations_seen_by(user, project)
    return partners if seen is None else partners & Q(organisation__in=seen)


def can_ask(user: User, group: Group) -> bool:
    """Write to organisations to learn from: contacts and management of the group's own organisation."""
    own = register.organisations_of(user, group.round.project, *_FOR_AN_ORGANISATION)
    return group.level == Group.Level.ORGANISATION and group.organisation_id in own


def texts_visible_to(user: User, round_: Round) -> Q:
    """Groups whose released open answers may be read: the visible, and the one above one's organisation."""
    visible = groups_visible_to(user, round_)
    own = _groups_of(user, *_FOR_AN_ORGANISATION).filter(round=round_, level=Group.Level.ORGANISATION)
    return visible | Q(round=round_, pk__in=own.values("parent"))


def orders_visible_to(user: User, project: Project) -> Q:
    """Orders that count, for who decides on them: the project's coordinators."""
    return Q(project=project, confirmed_at__isnull=False) if can_manage(user, project) else Q(pk__in=())


def questionnaires_visible_to(user: User, project: Project) -> Q:
    """The library, for who makes rounds: what is shared, and what is the project's own."""
    if not can_manage(user, project):
        return Q(pk__in=())
    return Q(pk__in=QuestionnaireVersion.objects.offered_to(project).values("pk"))


def drafts_visible_to(user: User, project: Project) -> Q:
    """Questionnaires that are being written: for the coordinators of the project, who write them."""
    return Q(project=project) if can_manage(user, project) else Q(pk__in=())


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


def groups_replied_for_by(user: User, round_: Round) -> Q:
    """Groups in whose name the person may tell what was done: the list for `can_reply`."""
    levels = Q(level__in=[Group.Level.PROJECT, Group.Level.ORGANISATION])
    if can_manage(user, round_.project):
        return Q(round=round_) & levels
    own = register.organisations_of(user, round_.project, *_FOR_AN_ORGANISATION)
    return Q(round=round_, level=Group.Level.ORGANISATION, organisation__in=own)


def can_reply(user: User, group: Group) -> bool:
    """The coordinator, and the contact and management of the group's own organisation.

    By the roles that are known of the person: every results page asks, and no table need be read for it.
    """
    if group.level not in (Group.Level.PROJECT, Group.Level.ORGANISATION):
        return False
    if can_manage(user, group.round.project):
        return True
    own = register.organisations_of(user, group.round.project, *_FOR_AN_ORGANISATION)
    return group.level == Group.Level.ORGANISATION and group.organisation_id in own
