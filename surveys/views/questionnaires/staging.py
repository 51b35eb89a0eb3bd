"""Making a feedback questionnaire that is asked stage by stage."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import access
from surveys.models import QuestionnaireVersion
from surveys.services.staging import ask_by_stage
from surveys.views.finding import managed_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


@require_POST
def make_staged(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """To the version that asks for the stage first, made now unless the project has it."""
    found = managed_project(request, project)
    visible = QuestionnaireVersion.objects.filter(access.questionnaires_visible_to(request.user, found))
    version = get_object_or_404(visible, pk=pk)
    try:
        made = ask_by_stage(version=version, project=found, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("surveys:questionnaire", project, pk)
    messages.success(
        request, _("Here the stage is asked first. Shared links of its rounds get a poster for each stage.")
    )
    return redirect("surveys:questionnaire", project, made.pk)
