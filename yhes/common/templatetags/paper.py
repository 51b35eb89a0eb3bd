"""`{% load paper %}`: for what is printed and for PDFs."""

from __future__ import annotations

from django import template

from yhes.common.charts.standing import data_uri, standing_alone

register = template.Library()


@register.filter
def picture(svg: str) -> str:
    """<img src="{{ chart.wide|picture }}">: a page's drawing as the address of a picture."""
    return data_uri(standing_alone(svg))
