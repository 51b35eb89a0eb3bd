"""What the editor's pages are about, and where they are."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from surveys import access
from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import places
from surveys.questionnaire.drafts.places import Placed
from surveys.views.finding import managed_project
from surveys.views.questionnaires.page import to_library
from yhes.accounts.requests import SignedInRequest

Document = dict[str, Any]


def draft_of(request: SignedInRequest, slug: str, pk: int) -> QuestionnaireDraft:
    """The draft, for the coordinators of its project."""
    project = managed_project(request, slug)
    drafts = QuestionnaireDraft.objects.filter(access.drafts_visible_to(request.user, project))
    found: QuestionnaireDraft = get_object_or_404(
        drafts.select_related("core", "based_on", "changed_by"), pk=pk
    )
    found.project = project
    return found


def part_of(draft: QuestionnaireDraft, code: str) -> Placed:
    """The part of that code; one that is not there is not found."""
    try:
        return places.find(draft.document, code)
    except KeyError as error:
        raise Http404 from error


def section_of(draft: QuestionnaireDraft, code: str) -> Document:
    """The section of that code; one that is not there is not found."""
    try:
        return places.section_of(draft.document, code)
    except KeyError as error:
        raise Http404 from error


def address(draft: QuestionnaireDraft, name: str = "draft", *more: str) -> str:
    """Where a page of the draft is."""
    return reverse(f"surveys:{name}", args=[draft.project.slug, draft.pk, *more])


def title_of(draft: QuestionnaireDraft) -> str:
    """Its title in the reader's language, or its code."""
    return shown_words(draft.document.get("title")) or draft.code


def crumbs(draft: QuestionnaireDraft, label: str = "") -> list[dict[str, Any]]:
    """From the project's surveys to a page of the draft."""
    steps = [{"label": title_of(draft), "url": address(draft) if label else ""}]
    return [*to_library(draft.project), *steps, *([{"label": label, "url": ""}] if label else [])]
