"""How texts and figures of an edition are said in one language. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from yhes.common.figures import Figure
from yhes.common.words import Words, has_language

FALLBACKS = ("fi", "en", "sv")
NBSP = "\N{NO-BREAK SPACE}"


def language_of(texts: Iterable[Words], wanted: str) -> str:
    """The language in which all these texts exist: the wanted one, else the most complete other.

    Texts that belong together are shown in one language, never mixed: a reader who does not
    know Finnish is told once, and a screen reader changes its voice once.
    """
    present = [text for text in texts if any(text.values())]
    if not present:
        return wanted
    complete = {code: sum(has_language(text, code) for text in present) for code in FALLBACKS}
    if complete.get(wanted, 0) == len(present):
        return wanted
    return max(FALLBACKS, key=lambda code: (complete[code], -FALLBACKS.index(code)))


def value_words(figure: Figure) -> str:
    """The number as people read it: "54", "41 %", "12/76", "1 204"; "" when protected."""
    if figure.value is None:
        return ""
    if figure.unit == "percent":
        return gettext("%(value)s %%") % {"value": figure.value}
    if figure.unit == "share" and figure.of is not None:
        return f"{thousands(figure.value)}/{thousands(figure.of)}"
    return thousands(figure.value)


def thousands(value: int) -> str:
    """Groups of three, parted by a no-break space as SFS 4175 and ISO 80000 write them."""
    return f"{value:,}".replace(",", NBSP)
