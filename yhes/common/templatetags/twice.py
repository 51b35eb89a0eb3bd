"""`{% load twice %}`: a part of a page that stands in it more than once is made once."""

from __future__ import annotations

from django import template
from django.template import Context

register = template.Library()


@register.simple_block_tag(takes_context=True)
def keep(context: Context, content: str, name: str) -> str:
    """{% keep "rail_parts" %}…{% endkeep %} shows nothing; {{ rail_parts }} shows it, in the same block."""
    context[name] = content
    return ""
