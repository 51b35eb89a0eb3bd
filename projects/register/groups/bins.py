"""Groups and meetings in the project's bin (see yhes.common.bins)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.register import access
from projects.register.models import Meeting, Project, ProjectGroup
from projects.register.services import groups as services
from yhes.common.bins import BinKind, forgetting


def kinds() -> Iterator[BinKind]:
    yield BinKind(
        name="projectgroup",
        label=_("group"),
        waiting=lambda user, project: _waiting(ProjectGroup, user, project),
        restore=services.restore_group,
        where=lambda item: reverse("register:group", args=[item.project.slug, item.pk]),
        forget=forgetting(ProjectGroup),
    )
    yield BinKind(
        name="meeting",
        label=_("meeting"),
        waiting=lambda user, project: _waiting(Meeting, user, project),
        restore=services.restore_meeting,
        where=lambda item: reverse("register:meeting", args=[item.project.slug, item.pk]),
        forget=forgetting(Meeting),
    )


def _waiting(model: Any, user: Any, project: Project) -> Any:
    if not access.can_edit_project(user, project):
        return None
    related = ("project", "group") if model is Meeting else ("project",)
    rows = model.objects.in_bin().filter(project=project).select_related(*related)
    return rows.filter(group__deleted_at__isnull=True) if model is Meeting else rows
