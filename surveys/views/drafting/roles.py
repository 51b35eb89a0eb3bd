"""The roles of a competence survey and the levels they need."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys.forms.drafting.roles import RoleForm
from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import roles
from surveys.views.drafting.finding import Document, address, draft_of
from surveys.views.drafting.moving import ask_first, save_change
from surveys.views.drafting.writing import edit_page, sent
from yhes.accounts.requests import SignedInRequest

ANCHOR = "roles"


def role_add(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One more role, after the others."""
    draft = _competence_draft(request, project, pk)
    form = RoleForm(sent(request), draft=draft)
    return edit_page(request, draft, form, "role.html", _("New role"), ANCHOR)


def role(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """Its name and its levels."""
    draft = _competence_draft(request, project, pk)
    form = RoleForm(sent(request), draft=draft, role=_role_of(draft, code))
    return edit_page(request, draft, form, "role.html", _("Role"), ANCHOR, {"code": code})


def role_delete(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """Asked once."""
    draft = draft_of(request, project, pk)
    found = _role_of(draft, code)
    if request.method == "POST":
        save_change(request, draft, lambda document: roles.remove_role(document, code), _("Deleted."))
        return redirect(f"{address(draft)}#{ANCHOR}")
    context = {
        "title": _("Delete this role?"),
        "what": shown_words(found.get("title")) or code,
        "sentences": [],
        "action": _("Delete the role"),
    }
    return ask_first(request, draft, ANCHOR, context)


def _competence_draft(request: SignedInRequest, project: str, pk: int) -> QuestionnaireDraft:
    """Roles belong in a competence survey; others have no such page."""
    draft = draft_of(request, project, pk)
    if draft.kind != "competence":
        raise Http404
    return draft


def _role_of(draft: QuestionnaireDraft, code: str) -> Document:
    try:
        return roles.role_of(draft.document, code)
    except KeyError as error:
        raise Http404 from error
