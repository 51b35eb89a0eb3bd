"""Who may find what: what stands in the entry, and then the thing's own rule, asked of its own table.

Both are asked before anything is ranked, counted or guessed, so what a person may not see is not found, and
what was deleted or withdrawn a moment ago is gone at once whatever the index says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from projects.register.models import Membership, Role
from yhes.accounts.models import User
from yhes.common.registry import SearchKind
from yhes.desk.models import SearchEntry

FEW: Final = 500
_OF_AN_ORGANISATION = (Role.CONTACT, Role.MANAGEMENT)


Among = Mapping[str, Collection[int]]  # kind → primary keys of its things


def told_to(user: User | None) -> Q:
    """What the entries themselves say: the coarser of the two rules. None: what anybody may find."""
    public = Q(is_public=True)
    return public if user is None else public | (Q(inside__isnull=False) & _by_role(user))


def found_by_anyone(kinds: Sequence[SearchKind], among: Among) -> Q:
    """Entries of these things whose public page anybody may read just now."""
    found = Q(pk__in=())
    for kind in kinds:
        if kind.name in among:
            if kind.is_standing:
                found |= Q(kind=kind.name)
            elif (anyone := kind.anyone()) is not None:
                found |= Q(kind=kind.name, object_id__in=_narrowed(anyone, among[kind.name]))
    return Q(is_public=True) & found


def found_inside(user: User, kinds: Sequence[SearchKind], among: Among) -> Q:
    """Entries of these things whose page in the desk this person may open just now."""
    found = Q(pk__in=())
    for kind in kinds:
        if kind.name in among and (inside := kind.inside(user)) is not None:
            found |= Q(kind=kind.name, object_id__in=_narrowed(inside, among[kind.name]))
    return Q(inside__isnull=False) & _by_role(user) & found


def refused_to(user: User | None, told: Q, kinds: Sequence[SearchKind], among: Among) -> frozenset[int]:
    """Entries of these things that the person may not see just now, although the entries say so.

    told: `told_to` of the person. Whatever is not plainly allowed is refused. One query.
    """
    if not among:
        return frozenset()
    allowed = found_by_anyone(kinds, among)
    if user is not None:
        allowed |= found_inside(user, kinds, among)
    asked = Q()
    for kind, keys in among.items():
        asked |= Q(kind=kind, object_id__in=list(keys)) if len(keys) <= FEW else Q(kind=kind)
    is_allowed = Case(When(allowed, then=Value(True)), default=Value(False), output_field=BooleanField())
    entries = SearchEntry.objects.filter(told & asked).annotate(is_allowed=is_allowed)
    return frozenset(entries.filter(is_allowed=False).values_list("pk", flat=True))


def _narrowed(allowed: QuerySet[Any, Any], keys: Collection[int]) -> QuerySet[Any, Any]:
    """A rule need not be asked of things that are not in question, where these are few."""
    return allowed.filter(pk__in=list(keys)) if len(keys) <= FEW else allowed


def _by_role(user: User) -> Q:
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk).values_list("project", "role", "organisation")
    rows = list(mine)
    coordinated = {project for project, role, _organisation in rows if role == Role.COORDINATOR}
    found = Q(project__in=coordinated)
    found |= Q(audience=SearchEntry.Audience.MEMBERS, project__in={project for project, _r, _o in rows})
    for project, role, organisation in rows:
        if role in _OF_AN_ORGANISATION:
            own = Q(audience=SearchEntry.Audience.ORGANISATION, project=project, organisation=organisation)
            found |= own
    return found
