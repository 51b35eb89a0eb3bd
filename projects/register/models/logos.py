"""The marks by which a project's funders want to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.register.models.followup import FollowedUp

SHOWN_WIDTH: Final = 240  # CSS px; what is kept has three times as many, for print and dense screens
SHOWN_HEIGHT: Final = 56
KEPT_TIMES: Final = 3


def random_place(logo: FunderLogo, _name: str) -> str:
    return f"logos/{uuid4().hex}.{logo.kind}"


class FunderLogo(FollowedUp):
    """A funder's logo. `title` says what the picture says, for those who do not see it.

    `kind`, `width` and `height` (px) are of the picture as it was made anew; another picture is another logo.
    """

    title = models.CharField(_("alternative text"), max_length=150)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    link = models.URLField(_("link"), blank=True)
    file = models.FileField(_("file"), upload_to=random_place, max_length=100)
    kind = models.CharField(max_length=3)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(auto_now=True)  # also when it goes into the bin and comes back

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["png", "jpg"]), name="funder_logo_kind_known"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="funder_logo_has_size"),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Whatever is saved, `changed_at` goes along: pages in a process's memory are known by it."""
        fields = None if update_fields is None else {*update_fields, "changed_at"}
        super().save(*args, update_fields=fields, **kwargs)

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height in CSS px: inside SHOWN_WIDTH × SHOWN_HEIGHT, never larger than it is."""
        scale = min(SHOWN_WIDTH / self.width, SHOWN_HEIGHT / self.height, 1)
        return max(round(self.width * scale), 1), max(round(self.height * scale), 1)
