"""Setting a field back: what it is, what it will become, and one button (yhes.common.restoring)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import access
from projects.register.models import Project
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.errors import DomainError
from yhes.common.history import Change
from yhes.common.models import AuditEvent
from yhes.common.restoring import Changeable


@dataclass(frozen=True, slots=True)
class Wanted:
    """`fields`: those that are set back at once; `changes` tells of each what it was before the event, and
    what it became then.
    """

    kind: Changeable
    project: Project
    row: Any
    event: AuditEvent
    fields: list[str]
    changes: list[Change]


class SeenForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def restore(request: SignedInRequest, project: str, event: int, field: str) -> HttpResponse:
    mine = Project.objects.filter(access.projects_in_desk(request.user))
    found: Project = get_object_or_404(mine, slug=project)
    wanted = _wanted(request, found, event, field)
    form, refusal = SeenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _set_back(wanted, form.cleaned_data["seen"], request.user)
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The field was set back."))
            return redirect(wanted.kind.where(wanted.row, found))
    newest = audit.newest(wanted.kind.subject(wanted.row), wanted.kind.action)
    context = {
        "project": found,
        "title": wanted.kind.title(wanted.row),
        "where": wanted.kind.where(wanted.row, found),
        "when": wanted.event.at,
        "changes": wanted.changes,
        "seen": newest,
        "is_newest": newest == wanted.event.pk,
        "refusal": refusal,
    }
    return render(request, "desk/restore.html", context, status=400 if refusal else 200)


def _wanted(request: SignedInRequest, project: Project, number: int, field: str) -> Wanted:
    """Raises Http404 for what cannot be set back, or not by this person in this project."""
    here = Q(project_id=project.pk) | Q(project_id__isnull=True)
    event = get_object_or_404(AuditEvent.objects.filter(here), pk=number)
    kind = restoring.of_event(event)
    if kind is None or not restoring.links(request.user, project)(event, field):
        raise Http404
    key = kind.key(event)
    row = kind.find(request.user, project, key) if key is not None else None
    if row is None:
        raise Http404
    told = {one.field: one for one in kind.told(request, event)}
    if field not in told:
        raise Http404
    fields = restoring.fields_with(kind, event, field)
    return Wanted(kind, project, row, event, fields, [told[name] for name in fields if name in told])


def _set_back(wanted: Wanted, seen: int, user: Any) -> None:
    """Raises NothingToSetBack, RowIsGone, and what the room's service refuses."""
    facts = {field: restoring.before(wanted.kind, wanted.event, field) for field in wanted.fields}
    wanted.row.refresh_from_db()
    if all(getattr(wanted.row, field) == value for field, value in facts.items()):
        raise restoring.NothingToSetBack
    where = {"project": wanted.project} if wanted.kind.takes_project else {}
    wanted.kind.change(row=wanted.row, facts=facts, seen=seen, actor=user, **where)
