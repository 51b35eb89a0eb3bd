"""A questionnaire on paper: for a steering group or a co-operation procedure to read before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import access
from surveys.forms.answers.page import Question, Section, sections
from surveys.language import shown, wording
from surveys.models import QuestionnaireVersion
from surveys.questionnaire import (
    LANGUAGES,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Part,
    Questionnaire,
)
from surveys.views.finding import breadcrumbs, managed_project
from surveys.views.questionnaires.wording import languages
from yhes.accounts.requests import SignedInRequest

Way = Literal["one", "many", "short", "long", "text"]


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its number and the way it is answered; a text between questions has no number."""

    question: Question
    way: Way
    number: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One section of the form."""

    section: Section
    lines: tuple[Line, ...]


@require_safe
def print_version(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Every question as it is asked, in the language that the reader chooses, without codes and marks."""
    found = managed_project(request, project)
    visible = QuestionnaireVersion.objects.filter(access.questionnaires_visible_to(request.user, found))
    version = get_object_or_404(visible, pk=pk)
    questionnaire = version.questionnaire
    chosen = request.GET.get("in", "")
    language = chosen if chosen in LANGUAGES else get_language() or "fi"
    title = shown(questionnaire.title)
    context = {
        "crumbs": breadcrumbs(
            found,
            (_("Questionnaires"), reverse("surveys:questionnaires", args=[found.slug])),
            (title, reverse("surveys:questionnaire", args=[found.slug, version.pk])),
            (_("Print version"), ""),
        ),
        "version": version,
        "questionnaire": questionnaire,
        "title": title,
        "tabs": [
            {"label": known.name, "url": f"?in={known.code}", "current": known.code == language}
            for known in languages(questionnaire)
        ],
        **form_in(questionnaire, language),
    }
    return render(request, "surveys/questionnaires/print.html", context)


def form_in(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """Heading, stem, note and sheets in the language of the form."""
    with translation.override(language):
        texts = {"heading": questionnaire.title, "stem": questionnaire.stem, "note": questionnaire.note}
        said = {name: wording(text) if text else None for name, text in texts.items()}
        return {"language": language, "sheets": list(_sheets(questionnaire)), **said}


def _sheets(questionnaire: Questionnaire) -> Iterator[Sheet]:
    number = 0
    parts_of: list[tuple[Part, ...]] = [dimension.parts for dimension in questionnaire.dimensions]
    if questionnaire.open_questions:
        parts_of.append(questionnaire.open_questions)
    for section, parts in zip(sections(questionnaire, {}), parts_of, strict=True):
        lines = []
        for question, part in zip(section.questions, parts, strict=True):
            way = way_of(part)
            number += way != "text"
            lines.append(Line(question, way, None if way == "text" else number))
        yield Sheet(section, tuple(lines))


def way_of(part: Part) -> Way:
    """How a part of the form is answered."""
    match part:
        case Item():
            return "one"
        case MultipleChoice():
            return "many"
        case OpenQuestion(length="short"):
            return "short"
        case OpenQuestion():
            return "long"
        case Information():
            return "text"
