"""The pages on which something is written: one a thing, each saved by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys.forms.answers.conditions import sentence
from surveys.forms.drafting.conditions import ConditionForm
from surveys.forms.drafting.editing import ThingForm
from surveys.forms.drafting.kinds import KINDS, WRITTEN, kind_of
from surveys.forms.drafting.parts import PartForm
from surveys.forms.drafting.sections import BasicsForm, SectionForm
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts.core import core_codes
from surveys.questionnaire.drafts.partial import readable
from surveys.questionnaire.drafts.places import LAST
from surveys.services.drafting import save_document
from surveys.views.drafting.finding import address, crumbs, draft_of, part_of, section_of
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page


def basics(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """What is about the whole."""
    draft = draft_of(request, project, pk)
    form = BasicsForm(sent(request), draft=draft)
    return edit_page(request, draft, form, "basics.html", _("Title and basics"), "basics")


def section_add(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One more section, after the others."""
    draft = draft_of(request, project, pk)
    form = SectionForm(sent(request), draft=draft)
    return edit_page(request, draft, form, "section.html", _("New section"), "sections")


def section(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """The words of a section."""
    draft = draft_of(request, project, pk)
    form = SectionForm(sent(request), draft=draft, section=section_of(draft, code))
    return edit_page(request, draft, form, "section.html", _("Section"), f"section-{code}")


def part_add(request: SignedInRequest, project: str, pk: int, code: str, kind: str) -> HttpResponse:
    """One more question, at the end of its section."""
    draft = draft_of(request, project, pk)
    if kind not in KINDS or (code == LAST and kind not in WRITTEN):
        raise Http404
    if code != LAST:
        section_of(draft, code)
    form = PartForm(sent(request), draft=draft, kind=kind, section=code)
    return edit_page(request, draft, form, "part.html", _("New question"), f"section-{code}")


def part(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """A question, or a text between questions."""
    draft = draft_of(request, project, pk)
    found = part_of(draft, code)
    kind = kind_of(found.part, found.section)
    form = PartForm(sent(request), draft=draft, kind=kind, found=found)
    core = draft.core.document if draft.core else None
    more = {"is_core": code in core_codes(draft.document, core), "code": code}
    return edit_page(
        request, draft, form, "part.html", _("Question %(code)s") % {"code": code}, f"question-{code}", more
    )


def condition(request: SignedInRequest, project: str, pk: int, code: str) -> HttpResponse:
    """Of whom a question is asked."""
    draft = draft_of(request, project, pk)
    found = part_of(draft, code)
    form = ConditionForm(sent(request), draft=draft, found=found)
    title = _("Who is asked question %(code)s?") % {"code": code}
    more = {"now": _condition(draft, code)}
    return edit_page(request, draft, form, "condition.html", title, f"question-{code}", more)


def sent(request: SignedInRequest) -> Any:
    """What a form was sent with; None when its page is only looked at."""
    return request.POST if request.method == "POST" else None


def edit_page(
    request: SignedInRequest,
    draft: QuestionnaireDraft,
    form: ThingForm,
    template: str,
    title: str,
    anchor: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Save and go back to where the thing stands, or show the form."""

    def save() -> object:
        return save_document(
            draft=draft,
            document=form.changed_document,  # type: ignore[attr-defined]
            revision=draft.revision,
            user=request.user,
        )

    if request.method == "POST" and done(form, save):
        messages.success(request, _("Saved."))
        return redirect(f"{address(draft)}#{anchor}")
    context = {"draft": draft, "title": title, "crumbs": crumbs(draft, title), **(more or {})}
    context["back"] = f"{address(draft)}#{anchor}"
    return form_page(request, f"surveys/drafts/{template}", form, context)


def _condition(draft: QuestionnaireDraft, code: str) -> str:
    """The condition as people would read it; empty where there is none or it cannot be read yet."""
    questionnaire, _left_out = readable(draft.document)
    known = {each.code: each for each in questionnaire.parts} if questionnaire else {}
    closed = {each.code: each for each in questionnaire.closed} if questionnaire else {}
    return sentence(known[code], closed) if code in known else ""
