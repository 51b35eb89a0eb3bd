"""Who may see and do what with action plans.

Coordinators see and keep all plans of their project. An organisation's contact keeps its own plans and
its management reads them. A published plan of the whole project is read by everybody who has a part in
it. Nobody else learns that a plan exists.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from projects.plans.models import ActionPlan
from projects.register import access as register
from projects.register.models import Membership, Organisation, Project, Role
from yhes.accounts.models import User


def visible_to(user: User) -> Q:
    """Plans for the desk's lists and pages, those in the bin too."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk)
    coordinated = mine.filter(role=Role.COORDINATOR).values("project")
    of_own = mine.filter(
        role__in=[Role.CONTACT, Role.MANAGEMENT],
        project=OuterRef("project"),
        organisation=OuterRef("organisation"),
    )
    shared = Q(organisation__isnull=True, project__in=mine.values("project"))
    return Q(project__in=coordinated) | Q(Exists(of_own)) | (shared & ~Q(state=ActionPlan.State.DRAFT))


def visible_in(user: User, project: Project) -> Q:
    """`visible_to` within one project, by the roles that are known of the person: fewer tables to join."""
    if register.is_coordinator(user, project):
        return Q(project=project)
    own = register.organisations_of(user, project, Role.CONTACT, Role.MANAGEMENT)
    seen = Q(organisation__in=own)
    if project.pk in register.project_ids(user):
        seen |= Q(organisation__isnull=True) & ~Q(state=ActionPlan.State.DRAFT)
    return Q(project=project) & seen


def kept_by(user: User, project: Project) -> Q | None:
    """Which of the project's plans the person keeps, those in the bin too; None: none at all."""
    if register.is_coordinator(user, project):
        return Q()
    own = register.organisations_of(user, project, Role.CONTACT)
    return Q(organisation__in=own) if own else None


def can_create(user: User, project: Project) -> bool:
    """Coordinators, and contacts for their own organisation."""
    return register.is_coordinator(user, project) or register.has_role(user, project, Role.CONTACT)


def can_agree(user: User, plan: ActionPlan) -> bool:
    """Whether the person agrees for the plan's organisation: its contact, and nobody in its place."""
    return plan.organisation is not None and register.has_role(
        user, plan.project, Role.CONTACT, organisation=plan.organisation
    )


def can_edit(user: User, plan: ActionPlan) -> bool:
    return may_keep_for(user, plan.project, plan.organisation)


def may_keep_for(user: User, project: Project, organisation: Organisation | None) -> bool:
    """Whether the person keeps the plans of this organisation; None: those of the whole project."""
    if register.is_coordinator(user, project):
        return True
    return organisation is not None and register.has_role(
        user, project, Role.CONTACT, organisation=organisation
    )
