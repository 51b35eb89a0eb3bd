"""Whether the questions of a module can be one organisation's own, beside what everybody is asked."""

from __future__ import annotations

from surveys.questionnaire.conditions import tests
from surveys.questionnaire.parts import is_background
from surveys.questionnaire.whole import Questionnaire


def stands_apart(questionnaire: Questionnaire, module: str) -> bool:
    """Whether nothing that others are asked, and no figure of theirs, changes with the module.

    Its questions stand in sections of their own (a section's index needs all its questions) or among the open
    questions after them, no other question looks at them, and none is a background variable, which would
    divide everybody. Its own conditions may look at the core.
    """
    own = [part for part in questionnaire.parts if part.module == module]
    codes = {part.code for part in own}
    mixed = any(
        0 < sum(part.module == module for part in section.parts) < len(section.parts)
        for section in questionnaire.dimensions
    )
    looked_at = any(
        test.item in codes
        for part in questionnaire.parts
        if part.module != module and part.show_if
        for test in tests(part.show_if)
    )
    return bool(own) and not (mixed or looked_at or any(map(is_background, own)))
