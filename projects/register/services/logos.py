"""Logos of a project's funders: kept small and harmless, removed into the bin as whatever is followed up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from projects.register.documents.logos import logo_picture
from projects.register.errors import TooManyLogos
from projects.register.models import FunderLogo, Project
from projects.register.models.logos import KEPT_TIMES, SHOWN_HEIGHT, SHOWN_WIDTH
from projects.register.services.documents import sweep
from projects.register.services.followup import save_followed_up
from yhes.accounts.models import User

MOST_LOGOS: Final = 12


def add_logo(
    *, project: Project, file: Any, facts: Mapping[str, Any], actor: User | None = None
) -> FunderLogo:
    """Keep an uploaded picture (`name`, `size`, `read`). facts: title_fi …, link, order.

    Raises TooManyLogos, TitleMissing and what documents.logos.logo_picture raises. The file is written first:
    one whose row was never committed is swept away by sweep_logos.
    """
    if FunderLogo.objects.present().filter(project=project).count() >= MOST_LOGOS:
        raise TooManyLogos(most=MOST_LOGOS)
    picture = logo_picture(
        file,
        name=file.name,
        size=file.size,
        width=SHOWN_WIDTH * KEPT_TIMES,
        height=SHOWN_HEIGHT * KEPT_TIMES,
    )
    logo = FunderLogo(project=project, kind=picture.kind, width=picture.width, height=picture.height)
    logo.file.save("logo", ContentFile(picture.content), save=False)
    try:
        with transaction.atomic():
            save_followed_up(item=logo, facts=facts, actor=actor)
    except BaseException:
        default_storage.delete(logo.file.name)
        raise
    return logo


def forget_logos(long_ago: datetime) -> None:
    """Logos that were removed before then are gone for good, with their files."""
    old = FunderLogo.objects.filter(deleted_at__lt=long_ago)
    names = list(old.values_list("file", flat=True))
    if names:
        old.filter(file__in=names).delete()
        for name in names:
            default_storage.delete(name)


def sweep_logos(_now: datetime) -> None:
    """Registered as a `tick`: files without a row."""
    sweep("logos", FunderLogo.objects)
