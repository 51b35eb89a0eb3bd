"""One questionnaire, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.register.models import Project
from surveys import access
from surveys.formats.surveyjs import write_surveyjs
from surveys.formats.xlsform import not_held, write_xlsform
from surveys.forms.answers.page import sections
from surveys.forms.questionnaires import KINDS
from surveys.language import shown, wording
from surveys.models import QuestionnaireVersion, Round
from surveys.questionnaire import LANGUAGES, Questionnaire, to_yaml
from surveys.questionnaire.staging import can_be_staged
from surveys.views.finding import breadcrumbs, managed_project
from surveys.views.questionnaires.listing import origin
from surveys.views.questionnaires.wording import languages, marks_of
from yhes.accounts.requests import SignedInRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def questionnaire_page(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Everything that is asked, in the language that the reader chooses."""
    found, version = _version(request, project, pk)
    questionnaire = version.questionnaire
    title = shown(questionnaire.title)
    shown_in = request.GET.get("in", "")
    shown_in = shown_in if shown_in in LANGUAGES else get_language() or "fi"
    context = {
        "crumbs": [*to_library(found), {"label": title, "url": ""}],
        "version": version,
        "questionnaire": questionnaire,
        "title": title,
        "kind": KINDS[questionnaire.kind],
        "origin": origin(version),
        "tabs": _tabs(questionnaire, shown_in),
        "preview": _preview(questionnaire, shown_in),
        "versions": QuestionnaireVersion.objects.versions_of(version).defer("document"),
        "rounds": Round.objects.filter(project=found, questionnaire=version).order_by("-closes_at"),
        "not_held": [found.sentence(_) for found in not_held(questionnaire)],
        "reader": get_language(),
        "roles": [shown(role.title) for role in questionnaire.role_profiles],
        "can_be_staged": can_be_staged(questionnaire),
    }
    return render(request, "surveys/questionnaires/questionnaire.html", context)


@require_safe
def download(request: SignedInRequest, project: str, pk: int, file_format: str) -> HttpResponse:
    """The version as a file that other programs, or another project, can take."""
    _project, version = _version(request, project, pk)
    if file_format == "yaml":
        content: str | bytes = to_yaml(version.questionnaire)
        kind = "application/yaml; charset=utf-8"
    elif file_format == "json":
        content, kind = write_surveyjs(version.questionnaire), "application/json"
    elif file_format == "xlsx":
        content, kind = write_xlsform(version.questionnaire), _XLSX
    else:
        raise Http404
    name = f"{version.code}-v{version.version}.{file_format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _version(request: SignedInRequest, slug: str, pk: int) -> tuple[Project, QuestionnaireVersion]:
    project = managed_project(request, slug)
    visible = QuestionnaireVersion.objects.filter(access.questionnaires_visible_to(request.user, project))
    return project, get_object_or_404(visible, pk=pk)


def to_library(project: Project) -> list[dict[str, Any]]:
    return breadcrumbs(project, (_("Questionnaires"), reverse("surveys:questionnaires", args=[project.slug])))


def _tabs(questionnaire: Questionnaire, shown_in: str) -> list[dict[str, Any]]:
    return [
        {
            "label": language.name
            if language.is_complete
            else _("%(language)s (incomplete)") % {"language": language.name},
            "url": f"?in={language.code}",
            "current": language.code == shown_in,
        }
        for language in languages(questionnaire)
    ]


def _preview(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """The form's own sections in that language; what is about the questions is in the reader's."""
    marks = {part.code: list(marks_of(part)) for part in questionnaire.parts}
    with translation.override(language):
        shown_sections = sections(questionnaire, {})
        texts = {
            "title": wording(questionnaire.title),
            "stem": wording(questionnaire.stem) if questionnaire.stem else None,
            "note": wording(questionnaire.note) if questionnaire.note else None,
        }
    parts = [
        {
            "section": section,
            "questions": [(question, marks[question.name]) for question in section.questions],
        }
        for section in shown_sections
    ]
    return {"language": language, "parts": parts, **texts}
