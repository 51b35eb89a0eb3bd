"""Making an edition's PDF so that a reader never meets half a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from roadmap.models import Edition, EditionFile
from roadmap.snapshot import from_document
from yhes.common import papers

if TYPE_CHECKING:
    from roadmap.pdf import Rendered


def render_edition(
    *, edition_id: int, language: str, progress: papers.Progress, confirm: Callable[[], None]
) -> EditionFile:
    """Render the PDF and put it in its place; safe to repeat at any point.

    progress: told (done, total) as phases finish. confirm: see papers.put_in_place.
    """
    edition = Edition.objects.select_related("roadmap__project").get(pk=edition_id)
    rendered = render_pdf(edition, language, progress)
    place = _place(edition, language)
    papers.put_in_place(place, rendered.content, confirm=confirm)
    return _record(edition, language, place, rendered)


def render_pdf(edition: Edition, language: str, progress: papers.Progress) -> Rendered:
    """The edition's PDF and its number of pages."""
    # WeasyPrint takes long to load, and the web process only needs to know that this exists.
    from roadmap.pdf import render

    publication = from_document(edition.snapshot)
    older = edition.roadmap.editions.filter(number__lt=edition.number).newest_first().first()
    return render(
        publication,
        previous=from_document(older.snapshot) if older else None,
        address=permanent_address(edition),
        fingerprint=edition.fingerprint,
        language=language,
        progress=progress,
        project=edition.roadmap.project,
    )


def permanent_address(edition: Edition) -> str:
    """The address to print and to cite; names no language and never changes."""
    return f"{settings.SITE_URL}/id/edition/{edition.pk}"


def file_path(file: EditionFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def _place(edition: Edition, language: str) -> Path:
    slug = edition.roadmap.project.slug
    name = f"{slug}-roadmap-{edition.number}-{language}.pdf"
    return Path(settings.MEDIA_ROOT) / "roadmap" / str(edition.pk) / name


def _record(edition: Edition, language: str, place: Path, rendered: Rendered) -> EditionFile:
    file, _created = EditionFile.objects.update_or_create(
        edition=edition,
        language=language,
        defaults={
            "state": EditionFile.State.READY,
            "path": str(place.relative_to(settings.MEDIA_ROOT)),
            "size": len(rendered.content),
            "pages": rendered.pages,
            "sha256": hashlib.sha256(rendered.content).hexdigest(),
            "rendered_at": timezone.now(),
        },
    )
    return file
