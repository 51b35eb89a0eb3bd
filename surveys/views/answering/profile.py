"""The person's own competence profile as the page after sending shows it, once, to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from surveys.language import shown
from surveys.questionnaire import CompetenceProfile, Questionnaire, profile
from surveys.questionnaire.competence import Gap


def own_profile(questionnaire: Questionnaire, choices: Mapping[str, int | None]) -> dict[str, Any] | None:
    """Own levels, and every role's beside them; None where there is no such thing.

    The person opens the role that is theirs on the page itself, so which one it was is sent nowhere.
    """
    if questionnaire.kind != "competence" or not questionnaire.measured:
        return None
    found = profile(questionnaire, choices)
    scale = questionnaire.measured[0].scale
    return {
        "lowest": scale.lowest,
        "highest": scale.highest,
        "areas": [{"title": shown(area.dimension.title), "level": area.level} for area in found.areas],
        "roles": _roles(found),
        "steps": [{"value": option.value, "label": shown(option.label)} for option in scale.options],
    }


def _roles(found: CompetenceProfile) -> list[dict[str, Any]]:
    """A role that asks for nothing in the areas of this round is left out: there is nothing to compare."""
    return [
        {"title": shown(each.role.title), "gaps": [_gap(gap) for gap in each.gaps]}
        for each in found.roles
        if each.gaps
    ]


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "title": shown(gap.dimension.title),
        "level": gap.level,
        "required": gap.required,
        "words": in_words(gap.gap),
        "suggestions": [shown(text) for text in gap.suggestions],
        "steps": [{"what": shown(step.item.text), "next": shown(step.next.label)} for step in gap.steps],
    }


def in_words(gap: float | None) -> str:
    """How far it is from one's own level to the role's."""
    if gap is None:
        return _("You answered nothing in this area, so there is nothing to compare.")
    if gap <= 0:
        return _("You have reached what the role needs.")
    if gap < 0.5:
        return _("You are very close: less than half a level to go.")
    if gap < 1:
        return _("Less than one level to go.")
    if gap < 2:
        return _("One level or a little more to go.")
    return _("Two levels or more to go.")
