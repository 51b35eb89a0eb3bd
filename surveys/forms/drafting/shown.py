"""Texts and scales of a document in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yhes.common.words import in_language

Document = dict[str, Any]


def shown_words(words: Document | None) -> str:
    """A text of a document in the reader's language, or in another."""
    return in_language(words or {})


def scale_label(scale: Document) -> str:
    """The scale's ends and how many steps it has."""
    ends = [option.get("label", {}) for option in (scale["options"][0], scale["options"][-1])]
    first, last = (shown_words(label) for label in ends)
    return _("%(first)s – %(last)s (%(count)d steps)") % {
        "first": first,
        "last": last,
        "count": len(scale["options"]),
    }
