"""The texts of a draft in one language, beside another to translate from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys.formats.translations import Row, rows_of
from surveys.forms.translating import PER_PAGE, TargetForm
from surveys.questionnaire import LANGUAGES
from surveys.services.drafting import save_document
from surveys.views.drafting.finding import address, crumbs, draft_of
from surveys.views.questionnaires.wording import language_name
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page


def translations(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Missing ones first, a page at a time; each page is saved by itself."""
    draft = draft_of(request, project, pk)
    rows = rows_of(draft.document)
    source, target = _languages(request, rows)
    # What is not written in either language is nothing to translate, but it can be written here.
    ordered = sorted(rows, key=lambda row: (bool(row.texts.get(target)), not row.texts.get(source)))
    page: Page[Row] = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    sent = request.POST if request.method == "POST" else None
    form = TargetForm(sent, draft=draft, rows=list(page), source=source, target=target)

    def save() -> object:
        changed = form.changed_document
        return save_document(draft=draft, document=changed, revision=draft.revision, user=request.user)

    query = urlencode({"from": source, "to": target})
    if request.method == "POST" and done(form, save):
        messages.success(request, _("Saved."))
        return redirect(f"{address(draft, 'draft_translations')}?{query}")
    missing = sum(1 for row in rows if not row.texts.get(target))
    context = {
        "draft": draft,
        "crumbs": crumbs(draft, _("Translations")),
        "page": page,
        "query": f"{query}&",
        "source": source,
        "target": target,
        "source_name": language_name(source),
        "target_name": language_name(target),
        "choices": _choices(source, target),
        "missing": missing,
        "total": len(rows),
    }
    return form_page(request, "surveys/drafts/translations.html", form, context)


def _languages(request: SignedInRequest, rows: tuple[Row, ...]) -> tuple[str, str]:
    """From which language to which; unless said, from the one with most texts to the one with fewest."""
    written = {code: sum(1 for row in rows if row.texts.get(code)) for code in LANGUAGES}
    source = request.GET.get("from", "")
    if source not in LANGUAGES:
        source = max(LANGUAGES, key=lambda code: written[code])
    target = request.GET.get("to", "")
    if target not in LANGUAGES or target == source:
        target = min((code for code in LANGUAGES if code != source), key=lambda code: written[code])
    return source, target


def _choices(source: str, target: str) -> list[dict[str, Any]]:
    """Every pair of languages, as tabs."""
    return [
        {
            "label": _("%(source)s → %(target)s")
            % {"source": language_name(one), "target": language_name(other)},
            "url": f"?{urlencode({'from': one, 'to': other})}",
            "current": (one, other) == (source, target),
        }
        for one in LANGUAGES
        for other in LANGUAGES
        if one != other
    ]
