"""Sample data for the component gallery: every component in its states, with invented content only."""

from __future__ import annotations

from typing import Any

from yhes.site.gallery.forms import form_samples
from yhes.site.gallery.objects import object_samples
from yhes.site.gallery.palette import palette
from yhes.site.gallery.pictures import chart_samples
from yhes.site.gallery.states import state_samples

__all__ = ["gallery_context"]


def gallery_context() -> dict[str, Any]:
    """Everything `templates/site/components.html` shows."""
    return {**palette(), **form_samples(), **state_samples(), **object_samples(), **chart_samples()}
