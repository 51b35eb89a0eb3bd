"""An answer as a form sends it (`sent`), and the questions as a page shows them (`page`, `conditions`)."""

from __future__ import annotations

from surveys.forms.answers.page import is_fallback, sections
from surveys.forms.answers.sent import CARRY, LINK, PAGE, raw_values, read, sentences

__all__ = ["CARRY", "LINK", "PAGE", "is_fallback", "raw_values", "read", "sections", "sentences"]
