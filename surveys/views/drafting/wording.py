"""What is still to be done to a draft, in plain words, with where to do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire import PROBLEMS, QuestionnaireError
from surveys.questionnaire.drafts import places
from surveys.questionnaire.drafts.places import LAST, Spot
from surveys.questionnaire.drafts.roles import roles
from surveys.views.drafting.finding import address

_ROLE = re.compile(r"role_profiles\[(\d+)\]")
_NUMBERED = re.compile(r"options\[(\d+)\]\.(\w+)")


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing: where it is, what to do, and the page for it; `part` and `section` are codes."""

    where: str
    what: str
    url: str
    section: str
    part: str


def to_do(draft: QuestionnaireDraft, mistake: QuestionnaireError) -> ToDo:
    """A mistake for a person."""
    spot = places.spot(draft.document, mistake.path)
    return ToDo(_where(draft, spot), _what(mistake, spot.rest), _url(draft, spot), spot.section, spot.part)


def _where(draft: QuestionnaireDraft, spot: Spot) -> str:
    if spot.part:
        return _("Question %(code)s") % {"code": spot.part}
    if spot.section and spot.section != LAST:
        title = shown_words(places.section_of(draft.document, spot.section).get("title"))
        return _("Section “%(title)s”") % {"title": title or spot.section}
    if role := _role(draft, spot):
        return _("Role “%(title)s”") % {"title": shown_words(role.get("title")) or role["code"]}
    return _("The whole")


def _role(draft: QuestionnaireDraft, spot: Spot) -> dict[str, Any] | None:
    match = _ROLE.match(spot.rest)
    return roles(draft.document)[int(match[1])] if match else None


def _url(draft: QuestionnaireDraft, spot: Spot) -> str:
    if spot.part:
        name = "draft_condition" if spot.rest.startswith("show_if") else "draft_part"
        return address(draft, name, spot.part)
    if spot.section:
        if spot.rest.startswith("items"):
            return f"{address(draft)}#section-{spot.section}"
        return address(draft, "draft_section", spot.section)
    if role := _role(draft, spot):
        return address(draft, "draft_role", role["code"])
    return address(draft, "draft_section_add" if spot.rest == "dimensions" else "draft_basics")


def _what(mistake: QuestionnaireError, rest: str) -> str:
    """What to do, or where nothing better is known what is wrong."""
    if match := _NUMBERED.search(rest):
        if match[2] == "label" and mistake.code == "missing":
            return _("Write the words of option %(number)d.") % {"number": int(match[1]) + 1}
        rest = match[2]
    last = rest.removeprefix("show_if.").rpartition(".")[2] if "show_if" not in rest else "show_if"
    if words := _WORDS.get((last, mistake.code)) or _WORDS.get(("", mistake.code)):
        return words() % mistake.detail
    problem = _(PROBLEMS[mistake.code]) % mistake.detail
    return f"{rest}: {problem}" if rest else problem[:1].upper() + problem[1:]


_WORDS: dict[tuple[str, str], Callable[[], str]] = {
    ("text", "missing"): lambda: _("Write what is asked."),
    ("title", "missing"): lambda: _("Write a title."),
    ("options", "too_few"): lambda: _("Write more options: at least %(limit)d."),
    ("items", "too_few"): lambda: _("Add a question to the section, or delete the section."),
    ("dimensions", "too_few"): lambda: _("Add a section with at least one question."),
    ("show_if", "unknown_item"): lambda: _("Its condition looks at question %(value)s, which is not there."),
    ("show_if", "not_earlier"): lambda: _("Its condition looks at question %(value)s, which comes later."),
    ("show_if", "not_closed"): lambda: _("Its condition looks at question %(value)s, which has no options."),
    ("show_if", "unknown_option"): lambda: _(
        "Its condition looks at an option that question %(value)s does not have."
    ),
    ("", "mixed_scales"): lambda: _(
        "It counts into the index of its section but has another scale than the questions before it. Choose "
        "their scale, or take it out of the index."
    ),
    ("", "core_changed"): lambda: _(
        "It has the code of a question of the shared core but does not ask the same. Give it a code of its"
        " own."
    ),
    ("", "not_background"): lambda: _(
        "A background question is asked of everybody, may be left unanswered, has no stage of its own and is"
        " shown for every group that is large enough."
    ),
    ("", "on_background"): lambda: _(
        "Its condition looks at background question %(value)s, and nothing may depend on that."
    ),
    ("", "too_many_background"): lambda: _("There are more than %(limit)d background questions."),
    ("", "not_competence"): lambda: _("Role profiles belong only in a competence survey."),
}
