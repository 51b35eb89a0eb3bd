"""`{% load text %}`: Markdown, and texts in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from yhes.common.text import to_html
from yhes.common.words import in_language

register = template.Library()


@register.filter
def markdown(value: str) -> SafeString:
    """{{ project.summary|markdown }}"""
    return to_html(value)


@register.filter
def words(value: Mapping[str, str]) -> str:
    """{{ figure.label|words }}: a three-language text in the active language."""
    return in_language(value or {})
