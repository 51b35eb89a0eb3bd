"""Sorting and searching by translated model fields (django-modeltranslation).

A name may exist in one language only, so the column of the active language may be empty: what is
sorted by and searched in must follow the same fallback as what is shown.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from yhes.common.words import LANGUAGES

_FALLBACK = ("fi", "en", "sv")  # as settings.MODELTRANSLATION_FALLBACK_LANGUAGES


def shown(field: str) -> Coalesce:
    """SQL for what `obj.<field>` reads in the active language; `field` may span relations."""
    first = get_language() or "fi"
    codes = [first, *(code for code in _FALLBACK if code != first)]
    empty = models.Value("")
    columns = [NullIf(models.F(f"{field}_{code}"), empty) for code in codes]
    return Coalesce(*columns, empty, output_field=models.CharField())


def contains(text: str, *fields: str) -> models.Q:
    """Whether one of the translated fields contains the text in any language, in any case."""
    found = models.Q()
    for spelling in spellings(text):
        for field in fields:
            for code in LANGUAGES:
                found |= models.Q(**{f"{field}_{code}__icontains": spelling})
    return found


def spellings(text: str) -> set[str]:
    """What to look for with `icontains`: SQLite folds the case of ASCII only, hence å, ä and ö each way."""
    return {text, text.lower(), text.upper(), text.capitalize()}
