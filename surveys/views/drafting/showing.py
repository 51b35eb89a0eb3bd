"""The draft as those who answer will see it, on a phone and on a desktop."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from surveys.forms.answers.page import is_fallback, sections
from surveys.language import shown
from surveys.questionnaire import LANGUAGES
from surveys.questionnaire.drafts.partial import readable
from surveys.views.drafting.finding import address, crumbs, draft_of, title_of
from surveys.views.questionnaires.wording import language_name
from yhes.accounts.requests import SignedInRequest

_WIDTHS = ("phone", "desktop")


@require_safe
def preview(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """The form in a frame as wide as the screen it is looked at on."""
    draft = draft_of(request, project, pk)
    _questionnaire, left_out = readable(draft.document)
    language, width = _language(request), request.GET.get("width", "")
    width = width if width in _WIDTHS else _WIDTHS[0]
    names = {"phone": _("Phone"), "desktop": _("Desktop")}
    context = {
        "draft": draft,
        "title": title_of(draft),
        "crumbs": crumbs(draft, _("Preview")),
        "spoken": [
            {"label": language_name(code), "url": f"?in={code}&width={width}", "current": code == language}
            for code in LANGUAGES
        ],
        "widths": [
            {"label": names[name], "url": f"?in={language}&width={name}", "current": name == width}
            for name in _WIDTHS
        ],
        "width": width,
        "frame": f"{address(draft, 'draft_sheet')}?in={language}",
        "left_out": ngettext(
            "%(count)d question is not finished yet and is left out.",
            "%(count)d questions are not finished yet and are left out.",
            left_out,
        )
        % {"count": left_out}
        if left_out
        else "",
    }
    return render(request, "surveys/drafts/preview.html", context)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # django-csp knows only views without arguments
def sheet(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """The form by itself, to be tried; nothing of it can be sent."""
    draft = draft_of(request, project, pk)
    questionnaire, _left_out = readable(draft.document)
    with translation.override(_language(request)):
        context = {
            "title": shown(questionnaire.title) if questionnaire else title_of(draft),
            "stem": shown(questionnaire.stem) if questionnaire and questionnaire.stem else "",
            "note": shown(questionnaire.note) if questionnaire and questionnaire.note else "",
            "is_fallback": is_fallback(questionnaire) if questionnaire else False,
            "sections": sections(questionnaire, {}) if questionnaire else [],
        }
        return render(request, "surveys/drafts/sheet.html", context)


def _language(request: SignedInRequest) -> str:
    chosen = request.GET.get("in", "")
    return chosen if chosen in LANGUAGES else get_language() or "fi"
