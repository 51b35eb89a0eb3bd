"""Released open answers for those inside the project."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys import access
from surveys.models import Group, ReleasedText, Round
from surveys.presenting.open_answers import OpenAnswers, QuestionAnswers, open_answers
from surveys.views.finding import round_and_group
from yhes.accounts.requests import SignedInRequest

FIRST = 5  # texts of a question beside the other results
_PER_PAGE = 100


def answers_of(request: SignedInRequest, round_: Round, group: Group, limit: int) -> OpenAnswers | None:
    """The open answers on the group's page, as far as this person may read them."""
    return open_answers(
        round_,
        group,
        readable=lambda: Group.objects.filter(access.texts_visible_to(request.user, round_)),
        limit=limit,
    )


@require_safe
def group_texts(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """All open answers of one group, question by question, to be read and printed."""
    round_, found = round_and_group(request, project, pk, group)
    answers = answers_of(request, round_, found, limit=0)
    context = {
        "round": round_,
        "group": found,
        "answers": answers,
        "chosen": _chosen(request, answers),
    }
    return render(request, "surveys/results/texts.html", context)


def _chosen(request: SignedInRequest, answers: OpenAnswers | None) -> dict[str, Any] | None:
    """The question asked for, or the first one that has answers here, with one page of them."""
    shown = [part for part in answers.questions if part.home] if answers else []
    wanted = next((part for part in shown if part.code == request.GET.get("question")), None)
    part: QuestionAnswers | None = wanted or next(iter(shown), None)
    if part is None or part.home is None or answers is None:
        return None
    texts = ReleasedText.objects.filter(release=answers.release, question=part.code, group=part.home.group)
    return {"part": part, "page": Paginator(texts, _PER_PAGE).get_page(request.GET.get("page"))}
