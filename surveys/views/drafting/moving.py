"""What takes one press, or one question: earlier, later, away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.core import core_codes
from surveys.services.drafting import save_document
from surveys.views.drafting.finding import address, crumbs, draft_of, part_of, section_of
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError

Document = dict[str, Any]


@require_POST
def section_move(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    draft = draft_of(request, project, pk)
    section_of(draft, code)
    save_change(request, draft, lambda document: changes.move_section(document, code, _step(request)))
    return redirect(f"{address(draft)}#section-{code}")


@require_POST
def part_move(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    draft = draft_of(request, project, pk)
    part_of(draft, code)
    save_change(request, draft, lambda document: changes.move_part(document, code, _step(request)))
    return redirect(f"{address(draft)}#question-{code}")


def section_delete(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """Asked once, with what goes with it."""
    draft = draft_of(request, project, pk)
    section = section_of(draft, code)
    if request.method == "POST":
        save_change(request, draft, lambda document: changes.remove_section(document, code), _("Deleted."))
        return redirect(address(draft))
    codes = {part["code"] for part in section["items"]}
    count = len(codes)
    lost = ngettext("%(count)d question goes with it.", "%(count)d questions go with it.", count) % {
        "count": count
    }
    context = {
        "title": _("Delete this section?"),
        "what": shown_words(section.get("title")) or code,
        "sentences": [*([lost] if count else []), *_consequences(draft, codes)],
        "action": _("Delete the section"),
    }
    return ask_first(request, draft, f"section-{code}", context)


def part_delete(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """Asked once, with what looks at it."""
    draft = draft_of(request, project, pk)
    part = part_of(draft, code).part
    if request.method == "POST":
        save_change(request, draft, lambda document: changes.remove_part(document, code), _("Deleted."))
        return redirect(address(draft))
    context = {
        "title": _("Delete this question?"),
        "what": shown_words(part.get("text")) or code,
        "sentences": _consequences(draft, {code}),
        "action": _("Delete the question"),
    }
    return ask_first(request, draft, f"question-{code}", context)


def _consequences(draft: QuestionnaireDraft, codes: set[str]) -> list[str]:
    """What deleting these questions does to others, and to comparing results."""
    sentences = []
    looking = {other for code in codes for other in changes.looking_at(draft.document, code)} - codes
    if looking:
        sentences.append(
            _("The conditions of these questions look at it and must then be changed: %(codes)s.")
            % {"codes": ", ".join(sorted(looking))}
        )
    if codes & core_codes(draft.document, draft.core.document if draft.core else None):
        sentences.append(
            _("It belongs to the shared core. Without it the results of its section cannot be compared.")
        )
    return sentences


def ask_first(
    request: SignedInRequest, draft: QuestionnaireDraft, anchor: str, context: dict[str, Any]
) -> HttpResponse:
    """The page that asks before something is deleted."""
    steps = crumbs(draft, context["title"])
    back = f"{address(draft)}#{anchor}"
    return render(
        request, "surveys/drafts/delete.html", {**context, "draft": draft, "crumbs": steps, "back": back}
    )


def _step(request: SignedInRequest) -> int:
    return -1 if request.POST.get("step") == "up" else 1


def save_change(
    request: SignedInRequest,
    draft: QuestionnaireDraft,
    change: Callable[[Document], Document],
    success: str = "",
) -> None:
    """Say why if it is refused: nothing that was written is lost here."""
    try:
        save_document(
            draft=draft, document=change(draft.document), revision=draft.revision, user=request.user
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if success:
            messages.success(request, success)
