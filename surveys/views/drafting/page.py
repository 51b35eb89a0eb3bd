"""The draft as a whole: what there is, and what is still to be done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.forms.answers.conditions import sentence
from surveys.forms.drafting.kinds import KINDS, WRITTEN, kind_of
from surveys.forms.drafting.shown import scale_label, shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts import places
from surveys.questionnaire.drafts.core import core_codes
from surveys.questionnaire.drafts.mistakes import options_of
from surveys.questionnaire.drafts.partial import readable
from surveys.questionnaire.drafts.places import LAST
from surveys.questionnaire.drafts.roles import roles
from surveys.questionnaire.drafts.texts import written
from surveys.services.drafting import mistakes_of
from surveys.views.drafting.finding import Document, crumbs, draft_of, title_of
from surveys.views.drafting.wording import ToDo, to_do
from surveys.views.questionnaires.wording import language_name
from yhes.accounts.requests import SignedInRequest


@require_safe
def overview(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Sections with their questions, in order."""
    draft = draft_of(request, project, pk)
    todo = [to_do(draft, mistake) for mistake in mistakes_of(draft)]
    rows = _Rows(draft, todo)
    context = {
        "draft": draft,
        "title": title_of(draft),
        "crumbs": crumbs(draft),
        "todo": todo,
        "sections": [rows.section(section) for section in places.sections(draft.document)],
        "last": rows.parts(LAST),
        "last_code": LAST,
        "kinds": list(KINDS.items()),
        "roles": _roles(draft.document),
        "has_roles": draft.kind == "competence",
        "written_kinds": [(kind, KINDS[kind]) for kind in WRITTEN],
        "written": _languages(draft.document),
        "core_title": shown_words(draft.core.document["title"]) if draft.core else "",
    }
    return render(request, "surveys/drafts/draft.html", context)


def _roles(document: Document) -> list[dict[str, str]]:
    """Each role with the levels it needs in one line."""
    titles = {each["code"]: shown_words(each.get("title")) for each in places.sections(document)}
    return [
        {
            "code": role["code"],
            "title": shown_words(role.get("title")) or role["code"],
            "levels": " · ".join(
                f"{titles.get(code) or code} {level}" for code, level in role["required"].items()
            ),
        }
        for role in roles(document)
    ]


def _languages(document: Document) -> list[dict[str, Any]]:
    return [
        {"name": language_name(code), "done": done, "of": of, "is_complete": done == of}
        for code, (done, of) in written(document).items()
    ]


class _Rows:
    def __init__(self, draft: QuestionnaireDraft, todo: list[ToDo]) -> None:
        self.draft, self.document, self.todo = draft, draft.document, todo
        self.core = core_codes(draft.document, draft.core.document if draft.core else None)
        questionnaire, _left_out = readable(draft.document)
        self.known = {part.code: part for part in questionnaire.parts} if questionnaire else {}
        self.closed = {part.code: part for part in questionnaire.closed} if questionnaire else {}

    def section(self, section: Document) -> dict[str, Any]:
        code = section["code"]
        return {
            "code": code,
            "title": shown_words(section.get("title")),
            "stem": shown_words(section.get("stem")),
            "parts": self.parts(code),
            "todo": [each.what for each in self.todo if each.section == code and not each.part],
        }

    def parts(self, section: str) -> list[dict[str, Any]]:
        return [self.part(part, section) for part in places.parts_in(self.document, section)]

    def part(self, part: Document, section: str) -> dict[str, Any]:
        code = part["code"]
        known = self.known.get(code)
        return {
            "code": code,
            "text": shown_words(part.get("text")),
            "kind": KINDS[kind_of(part, section)],
            "marks": list(self._marks(part, section)),
            "has_condition": "show_if" in part,
            "condition": sentence(known, self.closed) if known else "",
            "is_core": code in self.core,
            "todo": [each.what for each in self.todo if each.part == code],
        }

    def _marks(self, part: Document, section: str) -> list[str]:
        """What else is good to see at a glance."""
        kind = kind_of(part, section)
        options = options_of(part, self.document)
        marks = [scale_label({"options": options})] if kind == "scale" and options else []
        if kind in ("choice", "multiple"):
            marks.append(", ".join(shown_words(option.get("label")) or "–" for option in options))
        if part.get("required"):
            marks.append(_("required"))
        if kind in ("scale", "numbers") and not part.get("in_index", True):
            marks.append(_("not in the index"))
        if part.get("module"):
            marks.append(_("additional questions: %(module)s") % {"module": part["module"]})
        return marks
