"""From a title, or a copy, to a version."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import access
from surveys.forms.drafting.sections import StartForm
from surveys.models import QuestionnaireVersion
from surveys.services import drafting
from surveys.views.drafting.finding import address, crumbs, draft_of, title_of
from surveys.views.finding import managed_project
from surveys.views.questionnaires.page import to_library
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error


def start(request: SignedInRequest, project: str) -> HttpResponse:
    """A title, and the editor opens."""
    found = managed_project(request, project)
    form = StartForm(request.POST or None, initial={"kind": "wellbeing"})
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafting.start_draft(
                project=found, user=request.user, title=form.title, kind=form.cleaned_data["kind"]
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("surveys:draft", project, draft.pk)
    steps = [*to_library(found), {"label": _("New questionnaire"), "url": ""}]
    return render(request, "surveys/drafts/start.html", {"form": form, "crumbs": steps})


@require_POST
def copy(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """A version never changes: what is changed is a copy."""
    found = managed_project(request, project)
    visible = QuestionnaireVersion.objects.filter(access.questionnaires_visible_to(request.user, found))
    version = get_object_or_404(visible, pk=pk)
    try:
        draft = drafting.copy_to_draft(version=version, project=found, user=request.user)
    except drafting.AlreadyDrafted as error:
        messages.info(request, str(error))
        draft = error.draft
    return redirect("surveys:draft", project, draft.pk)


@require_POST
def publish(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Into the library, for rounds to ask with."""
    draft = draft_of(request, project, pk)
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    try:
        version = drafting.publish_draft(draft=draft, revision=revision, user=request.user)
    except drafting.DraftChanged:
        messages.error(
            request, _("Somebody else changed the questionnaire meanwhile. Look at it and publish again.")
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The questionnaire is in the library, and rounds can ask with it."))
        return redirect("surveys:questionnaire", project, version.pk)
    return redirect(address(draft))


def delete(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Asked once."""
    draft = draft_of(request, project, pk)
    if request.method == "POST":
        drafting.delete_draft(draft=draft, user=request.user)
        messages.success(request, _("The draft was deleted."))
        return redirect("surveys:questionnaires", project)
    context = {
        "draft": draft,
        "title": _("Delete this draft?"),
        "what": title_of(draft),
        "sentences": [_("Versions in the library stay as they are. The draft cannot be brought back.")],
        "action": _("Delete the draft"),
        "back": address(draft),
        "crumbs": crumbs(draft, _("Delete this draft?")),
    }
    return render(request, "surveys/drafts/delete.html", context)
