"""The questionnaires that a project may ask with."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from projects.register.models import Project
from surveys import access
from surveys.filters import QuestionnaireFilter, by_title
from surveys.forms.questionnaires import KINDS
from surveys.language import shown
from surveys.models import QuestionnaireDraft, QuestionnaireVersion, Round
from surveys.questionnaire.languages import complete_languages
from surveys.views.finding import breadcrumbs, managed_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.export import Format, table_response
from yhes.common.words import in_language

_FORMATS: dict[str, Format] = {"csv": "csv", "xlsx": "xlsx"}
_PER_PAGE = 20


@require_safe
def library(request: SignedInRequest, project: str) -> HttpResponse:
    """Filter, sort, page, export."""
    found = managed_project(request, project)
    filtered = QuestionnaireFilter(request.GET, queryset=_offered(request, found), request=request)
    versions = filtered.qs
    if file_format := _FORMATS.get(request.GET.get("format", "")):
        rows = (_row(version) for version in versions)
        name = f"{found.slug}-" + _("questionnaires")
        return table_response(name=name, file_format=file_format, head=_head(), rows=rows)
    page = Paginator(versions, _PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "project": found,
        "crumbs": breadcrumbs(found, (_("Questionnaires"), "")),
        "filter": filtered,
        "page": page,
        "count": ngettext("%(count)d questionnaire", "%(count)d questionnaires", count) % {"count": count},
        "head": [
            {"label": label, "number": place == len(_head()) - 1} for place, label in enumerate(_head())
        ],
        "rows": [_cells(found, version) for version in page],
        "draft_head": [{"label": label} for label in (_("Questionnaire"), _("State"), _("Last changed"))],
        "drafts": [] if filtered.is_narrowed else _drafts(found),
    }
    return render(request, "surveys/questionnaires/list.html", context)


def _offered(request: SignedInRequest, project: Project) -> QuerySet[QuestionnaireVersion]:
    """The newest versions, each with the number of the project's rounds that use any of its versions."""
    visible = QuestionnaireVersion.objects.filter(access.questionnaires_visible_to(request.user, project))
    rounds = (
        Round.objects.filter(project=project, questionnaire__code=OuterRef("code"))
        .values("questionnaire__code")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return visible.newest().annotate(used=Coalesce(Subquery(rounds), 0)).order_by(*by_title())


def _drafts(project: Project) -> list[list[dict[str, Any]]]:
    """What is being written, the last changed first: rows for components/table.html."""
    drafts = QuestionnaireDraft.objects.filter(project=project).select_related("changed_by")
    return [
        [
            {
                "text": in_language(draft.document.get("title", {})) or draft.code,
                "url": reverse("surveys:draft", args=[project.slug, draft.pk]),
                "header": True,
                "sub": draft.code,
            },
            {"badge_state": "draft", "badge_label": _("Draft")},
            {
                "text": date_format(timezone.localtime(draft.changed_at), "SHORT_DATETIME_FORMAT"),
                "sub": str(draft.changed_by or ""),
            },
        ]
        for draft in drafts.order_by("-changed_at", "-pk")
    ]


def _head() -> list[str]:
    return [
        _("Questionnaire"),
        _("Kind"),
        _("Version"),
        _("Complete in"),
        _("Origin"),
        _("Licence"),
        _("Rounds"),
    ]


def _row(version: Any) -> list[str | int]:
    questionnaire = version.questionnaire
    return [
        shown(questionnaire.title),
        str(KINDS[questionnaire.kind]),
        version.version,
        ", ".join(complete_languages(questionnaire)) or "–",
        origin(version),
        questionnaire.licence or "–",
        version.used,
    ]


def _cells(project: Project, version: Any) -> list[dict[str, Any]]:
    """One row for components/table.html."""
    title, *middle, used = _row(version)
    url = reverse("surveys:questionnaire", args=[project.slug, version.pk])
    return [
        {"text": title, "url": url, "header": True, "sub": version.code},
        *({"text": text} for text in middle),
        {"text": used, "number": True},
    ]


def origin(version: QuestionnaireVersion) -> str:
    """Whose it is."""
    return _("The project's own") if version.project_id else _("Ships with the portal")
