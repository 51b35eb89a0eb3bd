"""The desk's frame: rail, scope and example mark, for pages inside a project."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from projects.register import access
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.common import registry
from yhes.desk import rail

MOST_PROJECTS = 50


def desk(request: SignedInRequest) -> dict[str, Any]:
    """`rail`, `desk_scope`, `desk_user` and, inside a project, `desk_project`; all lazily.

    A page is inside a project's desk when its address names the project as `project`; elsewhere the
    rail leads to the person's projects and account.
    """
    match = request.resolver_match
    slug = match.kwargs.get("project") if match else None
    if slug is None:
        return {
            "rail": SimpleLazyObject(lambda: _own_rail(request)),
            "desk_scope": None,
            "desk_user": SimpleLazyObject(lambda: _user(request, None)),
        }
    project = SimpleLazyObject(lambda: _project(request, slug))
    return {
        "desk_user": SimpleLazyObject(lambda: _user(request, project)),
        "desk_project": project,
        "rail": SimpleLazyObject(lambda: _rail(request, project)),
        "desk_scope": SimpleLazyObject(lambda: _scope(request, project)),
    }


def _project(request: SignedInRequest, slug: str) -> Project:
    user = person(request)
    access.remember(user)
    found = access.project_in_desk(user, slug)
    if found is None:
        raise Http404
    return found


def _rail(request: SignedInRequest, project: Any) -> list[dict[str, Any]]:
    match = request.resolver_match
    is_overview = match is not None and match.view_name == "desk:project"
    items = rail.rooms(person(request), project, anew=is_overview)
    return [_drawn(item, request.path, items) for item in items]


def _drawn(item: registry.RailItem, path: str, items: list[registry.RailItem]) -> dict[str, Any]:
    return {
        "label": item.label,
        "icon": item.icon,
        "url": item.url,
        "badge": item.badge,
        "current": _is_current(path, item.url, items),
    }


def _own_rail(request: SignedInRequest) -> list[dict[str, Any]]:
    """Outside a project: to all projects, to the own account and, for administrators, to their place."""
    items = [
        registry.RailItem(10, gettext("My projects"), "home", reverse("desk:overview")),
        registry.RailItem(15, gettext("Calendar"), "calendar", reverse("desk:calendar")),
        registry.RailItem(20, gettext("My account"), "user", reverse("accounts:profile")),
    ]
    if getattr(request.user, "is_superuser", False):
        items.append(registry.RailItem(30, gettext("Administration"), "settings", reverse("admin:index")))
    return [_drawn(item, request.path, items) for item in items]


def _user(request: SignedInRequest, project: Any) -> dict[str, str] | None:
    """Who is signed in and in which role here, for the foot of the rail."""
    user = request.user
    if not isinstance(user, User):
        return None
    return {
        "name": str(user),
        "role": access.role_text(user, project),
        "initials": "".join(word[0] for word in str(user).split()[:2]).upper(),
        "url": reverse("accounts:profile"),
        "sign_out_url": reverse("account_logout"),
    }


def _is_current(path: str, url: str, items: list[registry.RailItem]) -> bool:
    """The longest rail address that the path begins with is where the person is."""
    return url == max((i.url for i in items if path.startswith(i.url)), key=len, default="")


def _scope(request: SignedInRequest, project: Any) -> dict[str, Any]:
    """The projects the person may change to; somebody with one project has nothing to choose."""
    user = person(request)
    if not user.is_superuser and access.project_ids(user) == {project.pk}:
        return {"title": str(project), "options": []}
    mine = list(Project.objects.filter(access.projects_in_desk(user)).by_name()[:MOST_PROJECTS])
    options = [
        {"label": str(p), "url": reverse("desk:project", args=[p.slug]), "current": p.pk == project.pk}
        for p in mine
    ]
    return {"title": str(project), "options": options if len(options) > 1 else []}
