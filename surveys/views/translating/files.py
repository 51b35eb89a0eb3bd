"""The texts of a draft as a CSV file, out and in. No upload is kept: its report carries the changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from surveys.formats.answers_csv import TableRefused
from surveys.formats.translations import Comparison, Row, compare, read_rows, rows_of, write_rows
from surveys.forms.translating import TranslationsFileForm
from surveys.models import QuestionnaireDraft
from surveys.services.drafting import save_document
from surveys.views.drafting.finding import address, crumbs, draft_of
from surveys.views.questionnaires.wording import language_name
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError

_SALT = "surveys.translations"
_KEPT = 24 * 3600  # seconds a report waits to be saved
_MOST_SHOWN = 200  # rows of a table in the report


@require_safe
def download(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Every text in three languages."""
    draft = draft_of(request, project, pk)
    headers = {"Content-Disposition": f'attachment; filename="{draft.code}-translations.csv"'}
    content = write_rows(rows_of(draft.document))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def upload(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Take a file and tell what it would change. One that is refused says where and why."""
    draft = draft_of(request, project, pk)
    form = TranslationsFileForm(request.POST or None, request.FILES or None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_rows(form.cleaned_data["file"].read())
        except TableRefused as refusal:
            refusals = refusal.sentences(_)
            form.add_error(
                "file", _("The file was refused and nothing of it was stored. The reasons are below.")
            )
        else:
            return _report(request, draft, compare(draft.document, rows))
    context = {
        "draft": draft,
        "form": form,
        "refusals": refusals,
        "crumbs": crumbs(draft, _("Bring translations in")),
    }
    status = 400 if form.errors else 200
    return render(request, "surveys/drafts/translations_upload.html", context, status=status)


@require_POST
def save_file(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """What the report told, and nothing else; not when somebody changed the draft meanwhile."""
    draft = draft_of(request, project, pk)
    told = _signed(request, draft)
    if told is None:
        messages.error(request, _("The report cannot be used any more. Upload the file again."))
        return redirect(address(draft, "draft_translations_upload"))
    revision, rows = told
    document = compare(draft.document, rows).document
    try:
        save_document(draft=draft, document=document, revision=revision, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(address(draft, "draft_translations_upload"))
    messages.success(request, _("The translations are saved."))
    return redirect(address(draft, "draft_translations"))


def _signed(request: SignedInRequest, draft: QuestionnaireDraft) -> tuple[int, list[Row]] | None:
    """Revision and rows of a report of this draft; None for one that is too old or of something else."""
    try:
        told = signing.loads(request.POST.get("changes", ""), salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        return None
    if told["draft"] != draft.pk:
        return None
    return told["revision"], [Row(place, texts) for place, texts in told["rows"]]


def _report(request: SignedInRequest, draft: QuestionnaireDraft, found: Comparison) -> HttpResponse:
    texts: dict[str, dict[str, str]] = {}
    for change in found.changes:
        texts.setdefault(change.place, {})[change.language] = change.after
    told = {"draft": draft.pk, "revision": draft.revision, "rows": list(texts.items())}
    count = len(found.changes)
    would_change = ngettext("%(count)d text would change.", "%(count)d texts would change.", count)
    context = {
        "draft": draft,
        "crumbs": crumbs(draft, _("What would change")),
        "changes": signing.dumps(told, salt=_SALT, compress=True),
        "has_changes": bool(count),
        "sentences": [would_change % {"count": count}, *_left_alone(found)],
        **_changed(found),
        "more": max(0, count - _MOST_SHOWN),
        **_unknown(found),
        "missing": found.missing[:_MOST_SHOWN],
    }
    return render(request, "surveys/drafts/translations_report.html", context)


def _changed(found: Comparison) -> dict[str, Any]:
    """A table of the texts that would change: what stands now and what the file has."""
    return {
        "head": [{"label": label} for label in (_("Place"), _("Language"), _("Now"), _("In the file"))],
        "rows": [
            [
                {"text": change.place, "header": True},
                {"text": language_name(change.language)},
                {"text": change.before or "–"},
                {"text": change.after},
            ]
            for change in found.changes[:_MOST_SHOWN]
        ],
    }


def _unknown(found: Comparison) -> dict[str, Any]:
    """A table of the file's rows that name a place the questionnaire does not have."""
    return {
        "unknown_head": [{"label": _("Line"), "number": True}, {"label": _("Place")}],
        "unknown": [
            [{"text": str(row.line), "number": True}, {"text": row.place or "–"}]
            for row in found.unknown[:_MOST_SHOWN]
        ],
    }


def _left_alone(found: Comparison) -> list[Any]:
    """What of the file, or of the questionnaire, has no part in the change."""
    unknown, missing, kept = len(found.unknown), len(found.missing), found.kept
    return [
        sentence % {"count": count}
        for count, sentence in (
            (
                unknown,
                ngettext(
                    "%(count)d row names a place that the questionnaire does not have; it is left out.",
                    "%(count)d rows name places that the questionnaire does not have; they are left out.",
                    unknown,
                ),
            ),
            (
                missing,
                ngettext(
                    "%(count)d text of the questionnaire is not in the file and stays as it is.",
                    "%(count)d texts of the questionnaire are not in the file and stay as they are.",
                    missing,
                ),
            ),
            (
                kept,
                ngettext(
                    "%(count)d cell is empty where a text is written; the text stays.",
                    "%(count)d cells are empty where a text is written; the texts stay.",
                    kept,
                ),
            ),
        )
        if count
    ]
