"""The question bank: what others ask already, to be asked in the same words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from surveys import access
from surveys.forms.drafting.bank import CopyForm, SearchForm
from surveys.forms.drafting.kinds import KINDS, kind_of
from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from surveys.questionnaire.drafts import places
from surveys.services.drafting import save_document
from surveys.services.library import Hit, search_questions, with_copy
from surveys.views.drafting.finding import address, crumbs, draft_of
from surveys.views.questionnaires.listing import origin
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError

_PER_PAGE = 20


@require_safe
def bank(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Search in all questionnaires that the project may use."""
    draft = draft_of(request, project, pk)
    form = SearchForm(request.GET or None, draft=draft)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    section = form.cleaned_data["section"] if form.is_valid() else ""
    page = Paginator(search_questions(draft.project, words), _PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "draft": draft,
        "form": form,
        "crumbs": crumbs(draft, _("Question bank")),
        "page": page,
        "query": request.GET.urlencode() and f"q={form['q'].value() or ''}&section={section}&",
        "count": ngettext("%(count)d question", "%(count)d questions", count) % {"count": count},
        "hits": [_hit(hit) for hit in page],
        "section": section or _first_section(draft),
        "has_sections": bool(places.sections(draft.document)),
    }
    return render(request, "surveys/drafts/bank.html", context)


@require_POST
def bank_copy(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """A question with its scale, and where it comes from, into the draft."""
    draft = draft_of(request, project, pk)
    form = CopyForm(request.POST, draft=draft)
    if not form.is_valid():
        messages.error(request, _("Choose a section for the question."))
        return redirect(address(draft, "draft_bank"))
    chosen = form.cleaned_data
    visible = QuestionnaireVersion.objects.filter(
        access.questionnaires_visible_to(request.user, draft.project)
    )
    version = get_object_or_404(visible, pk=chosen["version"])
    try:
        document = with_copy(draft, version, chosen["code"], chosen["section"])
    except KeyError as error:
        raise Http404 from error
    try:
        save_document(draft=draft, document=document, revision=draft.revision, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The question was copied to the end of the section."))
    return redirect(f"{address(draft)}#section-{chosen['section']}")


def _first_section(draft: QuestionnaireDraft) -> str:
    found = places.sections(draft.document)
    return found[-1]["code"] if found else ""


def _hit(hit: Hit) -> dict[str, Any]:
    document = hit.version.document
    about = [document[key] for key in ("source", "citation", "licence") if document.get(key)]
    section = places.find(document, hit.part["code"]).section
    return {
        "text": shown_words(hit.part.get("text")),
        "code": hit.part["code"],
        "kind": KINDS[kind_of({**hit.part, **({"scale": hit.scale} if hit.scale else {})}, section)],
        "options": [shown_words(option.get("label")) for option in hit.options],
        "version": hit.version.pk,
        "from": shown_words(document["title"]),
        "origin": origin(hit.version),
        "about": about,
    }
