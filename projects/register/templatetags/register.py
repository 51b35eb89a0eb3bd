"""`{% load register %}`: how a project's time and state are told."""

from __future__ import annotations

from decimal import Decimal

from django import template

from projects.register import funders, listing
from projects.register.models import Organisation, Project
from yhes.common import money

register = template.Library()


@register.filter
def period(project: Project) -> str:
    """{{ project|period }}: "17.6.2020–30.4.2022" or "Began 1.5.2024, three years"."""
    return listing.period(project)


@register.filter
def project_line(project: Project) -> str:
    """{{ project|project_line }}: the tagline and the period in one line."""
    return listing.project_line(project)


@register.filter
def project_badge(project: Project) -> str:
    """{{ project|project_badge }}: the badge of its state, for components/badge.html."""
    return listing.STATE_BADGES.get(project.state, "note")


@register.filter
def other_name(organisation: Organisation) -> str:
    """{{ organisation|other_name }}: its provider, or its name in the other national language."""
    return listing.other_name(organisation)


@register.simple_tag
def funder_logos(project: Project | None, on_paper: bool = False) -> list[funders.ShownLogo]:
    """{% funder_logos project as logos %}: for components/funder_logos.html."""
    return funders.logos(project, on_paper=on_paper)


@register.filter
def euros(value: Decimal) -> str:
    """{{ project.granted|euros }}: "125 000 €"."""
    return money.euros(value)
