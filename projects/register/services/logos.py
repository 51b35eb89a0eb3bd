"""Logos of a project's funders: kept small and harmless, removed into the bin as whatever is followed up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from projects.register.documents.logos import logo_picture
from projects.register.errors import TooManyLogos
from projects.register.models import FunderLogo, Project
from projects.register.models.logos import KEPT_TIMES, SHOWN_HEIGHT, SHOWN_WIDTH
from projects.register.services.documents import forget, sweep
from projects.register.services.followup import FACTS, save_followed_up
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


def copy_logos(old: Project, new: Project, *, actor: User | None = None) -> None:
    """The logos of a project to another of the same funder, each with a file of its own."""
    for logo in FunderLogo.objects.present().filter(project=old):
        copy = FunderLogo(project=new, kind=logo.kind, width=logo.width, height=logo.height)
        with logo.file.open("rb") as picture:
            copy.file.save("logo", picture, save=False)
        facts = {name: getattr(logo, name) for name in FACTS[FunderLogo]}
        save_followed_up(item=copy, facts=facts, actor=actor)


def forget_logos(long_ago: datetime) -> None:
    """Logos that were removed before then are gone for good, with their files."""
    old = FunderLogo.objects.filter(deleted_at__lt=long_ago)
    # No project's mark (funders.mark) may fall back to a moment at which these were shown.
    FunderLogo.objects.filter(project__in=old.values("project")).update(changed_at=timezone.now())
    forget(old)


def sweep_logos(_now: datetime) -> None:
    """Registered as a `tick`: files without a row."""
    sweep("logos", FunderLogo.objects)
