"""The first room of the rail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register.models import Project
from yhes.common.registry import RailItem


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    yield RailItem(10, _("Overview"), "home", reverse("desk:project", args=[project.slug]))
