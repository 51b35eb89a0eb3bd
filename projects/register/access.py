"""Who may see and do what in a project. Deny by default; outsiders do not learn it exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Project
from projects.register.models.organisations import OrganisationQuerySet
from projects.register.models.people import Membership, Role
from yhes.accounts.models import User
from yhes.common.prepared import Prepared

_MEMORY: Final = "_remembered_by_register"
# A role, and what every page names of its project. Every column of a translated field, as roles are not read
# through the manager that would choose one.
_OF_PROJECT: Final = (
    *("id", "slug", "is_public"),
    *(f"{name}{code}" for name in ("name", "acronym") for code in ("", "_fi", "_sv", "_en")),
)
_MINE: Final = Prepared(
    Membership.objects.order_by("id").values_list(
        "role", "organisation", *(f"project__{name}" for name in _OF_PROJECT)
    ),
    by="user",
)


def projects_in_desk(user: User) -> Q:
    """Projects whose desk the person may open: any role there, or an administrator."""
    if user.is_superuser:
        return Q()
    return Q(pk__in=Membership.objects.filter(user_id=user.pk).values("project"))


def partnerships_in_desk(user: User, project: Project) -> Q:
    """Partners of the project whose inside matters the person may see."""
    partners = Q(project=project)
    if is_coordinator(user, project):
        return partners
    return partners & Q(organisation__in=organisations_of(user, project, Role.CONTACT, Role.MANAGEMENT))


def partnerships_visible_to(user: User) -> Q:
    """`partnerships_in_desk` of every project at once: the coordinators' all, others' their own."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk)
    own = mine.filter(
        role__in=[Role.CONTACT, Role.MANAGEMENT],
        project=OuterRef("project"),
        organisation=OuterRef("organisation"),
    )
    return Q(project__in=mine.filter(role=Role.COORDINATOR).values("project")) | Q(Exists(own))


@dataclass(slots=True)
class _Remembered:
    """What is read of a person once in a request: (project, role, organisation), and projects by slug.

    Of whoever has a role, the projects in which they have one are there from the beginning.
    """

    roles: frozenset[tuple[int, str, int | None]]
    projects: dict[str, Project | None] = field(default_factory=dict)


def remember(user: User) -> None:
    """Read the person's roles once, for the rest of a request in which they do not change.

    For `request.user`, which lives no longer than the request: a page asks for roles a dozen times.
    """
    if not hasattr(user, _MEMORY):
        roles: set[tuple[int, str, int | None]] = set()
        projects: dict[str, Project | None] = {}
        for role, organisation, *of_project in _MINE.all(user.pk):
            project = Project.from_db(DEFAULT_DB_ALIAS, _OF_PROJECT, of_project)
            roles.add((project.pk, role, organisation))
            projects.setdefault(project.slug, project)
        setattr(user, _MEMORY, _Remembered(frozenset(roles), projects))


def project_in_desk(user: User, slug: str) -> Project | None:
    """The project, if the person may open its desk; the same object to the end of the request."""
    memory: _Remembered | None = getattr(user, _MEMORY, None)
    if memory is None:
        return Project.objects.filter(projects_in_desk(user), slug=slug).first()
    if slug not in memory.projects:
        memory.projects[slug] = _named(slug) if user.is_superuser else None
    return memory.projects[slug]


def _named(slug: str) -> Project | None:
    """With what every page names of it; whoever needs more of the project reads more."""
    return Project.objects.only("slug", "name", "acronym", "is_public").filter(slug=slug).first()


def _roles(user: User) -> frozenset[tuple[int, str, int | None]]:
    memory: _Remembered | None = getattr(user, _MEMORY, None)
    if memory:
        return memory.roles
    mine = Membership.objects.filter(user_id=user.pk)
    return frozenset(mine.values_list("project_id", "role", "organisation_id"))


def has_role(user: User, project: Project, *roles: str, organisation: Organisation | None = None) -> bool:
    """Whether the person has one of the roles, for that organisation when one is named."""
    found = {place for at, role, place in _roles(user) if at == project.pk and role in roles}
    return bool(found) if organisation is None else organisation.pk in found


def organisations_of(user: User, project: Project, *roles: str) -> frozenset[int]:
    """Ids of the organisations for which the person has one of the roles in the project."""
    return frozenset(
        place for at, role, place in _roles(user) if at == project.pk and role in roles and place
    )


def is_coordinator(user: User, project: Project) -> bool:
    return bool(user.is_superuser) or has_role(user, project, Role.COORDINATOR)


def can_edit_project(user: User, project: Project) -> bool:
    return is_coordinator(user, project)


def can_edit_organisation(user: User, project: Project, organisation: Organisation) -> bool:
    """The coordinator, and the organisation's own contact; management only reads."""
    return is_coordinator(user, project) or has_role(user, project, Role.CONTACT, organisation=organisation)


def schools_kept_by(user: User, project: Project) -> OrganisationQuerySet:
    """Whose employers the person writes down: all partners but workplaces, or the contact's own."""
    partners = Organisation.objects.filter(partnerships__project=project)
    if not is_coordinator(user, project):
        partners = partners.filter(pk__in=organisations_of(user, project, Role.CONTACT))
    return partners.exclude(kind=Organisation.Kind.WORKPLACE)


def can_merge(user: User, dropped: Organisation) -> bool:
    """Whoever coordinates every project that the organisation takes part in or funds; administrators."""
    if user.is_superuser:
        return True
    concerned = Q(partnerships__organisation=dropped) | Q(funder=dropped)
    mine = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR)
    return not Project.objects.filter(concerned).exclude(pk__in=mine.values("project")).exists()


def is_privileged(user: User) -> bool:
    """Whether the person must always use a second factor: coordinators and administrators."""
    if user.is_superuser or user.is_staff:
        return True
    return Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).exists()


def project_ids(user: User) -> frozenset[int]:
    """Ids of the projects in which the person has a role."""
    return frozenset(at for at, _role, _place in _roles(user))


def role_text(user: User, project: Project | None) -> str:
    """The person's roles in the project in words; "" outside a project and for outsiders."""
    roles = {role for at, role, _place in _roles(user) if project and at == project.pk}
    words = [str(Role(role).label) for role in Role.values if role in roles]
    if user.is_superuser:
        words.append(str(_("administrator")))
    return ", ".join(words).capitalize()
