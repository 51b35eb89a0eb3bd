"""`{% load text %}`: Markdown, and texts in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yhes.common.text import to_html
from yhes.common.words import in_language

register = template.Library()

_UNITS = {"fi": ("kt", "Mt"), "": ("kB", "MB")}


@register.filter
def markdown(value: str) -> SafeString:
    """{{ project.summary|markdown }}"""
    return to_html(value)


@register.filter
def words(value: Mapping[str, str]) -> str:
    """{{ figure.label|words }}: a three-language text in the active language."""
    return in_language(value or {})


@register.filter
def file_size(size: int) -> str:
    """{{ file.size|file_size }}: "14 kB", "1.5 MB"; "14 kt", "1,5 Mt" in Finnish. Of 1,000, as the SI says.

    Django's filesizeformat writes KB, in Finnish too, and counts 1,024 as one of them.
    """
    kilo, mega = _UNITS.get(get_language() or "", _UNITS[""])
    if size < 999_500:
        return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}{kilo}"
    return f"{number_format(round(size / 1_000_000, 1), 1)}\N{NO-BREAK SPACE}{mega}"
