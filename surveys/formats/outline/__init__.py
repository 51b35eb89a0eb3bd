"""What the questionnaire files of other programs have in common, and its way to a `Questionnaire`.

`parts` says what a file asks, in its own codes and languages; `assembling` makes a questionnaire of
it and notes what changed on the way.
"""

from __future__ import annotations

from surveys.formats.outline.assembling import assemble
from surveys.formats.outline.imported import Imported, Tally
from surveys.formats.outline.parts import Answer, Outline, Question, Relevance, Section, Words

__all__ = ["Answer", "Imported", "Outline", "Question", "Relevance", "Section", "Tally", "Words", "assemble"]
