"""Making an edition's PDF so that a reader never meets half a file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from roadmap.models import Edition, EditionFile
from roadmap.snapshot import from_document

Progress = Callable[[int, int], None]


def render_edition(
    *, edition_id: int, language: str, progress: Progress, confirm: Callable[[], None]
) -> EditionFile:
    """Render the PDF beside its place, then rename it there; safe to repeat at any point.

    progress: told (done, total) as phases finish. confirm: called right before the rename;
    raises when another worker has taken the job over, and then nothing is touched.
    """
    edition = Edition.objects.select_related("roadmap__project").get(pk=edition_id)
    place = _place(edition, language)
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place)
    part = place.with_name(f".{place.name}.{uuid4().hex}.part")
    try:
        pages = write_pdf(edition, language, part, progress)
        digest, size = _digest(part), part.stat().st_size
        confirm()
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return _record(edition, language, place, pages=pages, digest=digest, size=size)


def write_pdf(edition: Edition, language: str, target: Path, progress: Progress) -> int:
    """The edition's PDF into a file that is synced to disk; returns the number of pages."""
    # WeasyPrint takes long to load, and the web process only needs to know that this exists.
    from roadmap.pdf import render

    publication = from_document(edition.snapshot)
    older = edition.roadmap.editions.filter(number__lt=edition.number).newest_first().first()
    rendered = render(
        publication,
        previous=from_document(older.snapshot) if older else None,
        address=permanent_address(edition),
        fingerprint=edition.fingerprint,
        language=language,
        progress=progress,
        project=edition.roadmap.project,
    )
    with target.open("wb") as file:
        file.write(rendered.content)
        file.flush()
        os.fsync(file.fileno())
    return rendered.pages


def permanent_address(edition: Edition) -> str:
    """The address to print and to cite; names no language and never changes."""
    return f"{settings.SITE_URL}/id/edition/{edition.pk}"


def file_path(file: EditionFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def _place(edition: Edition, language: str) -> Path:
    slug = edition.roadmap.project.slug
    name = f"{slug}-roadmap-{edition.number}-{language}.pdf"
    return Path(settings.MEDIA_ROOT) / "roadmap" / str(edition.pk) / name


def _sweep(place: Path) -> None:
    """Remove what a killed worker left; a live one that lost its lease finds its part gone and stops."""
    for left in place.parent.glob(f".{place.name}.*.part"):
        left.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(
    edition: Edition, language: str, place: Path, *, pages: int, digest: str, size: int
) -> EditionFile:
    file, _created = EditionFile.objects.update_or_create(
        edition=edition,
        language=language,
        defaults={
            "state": EditionFile.State.READY,
            "path": str(place.relative_to(settings.MEDIA_ROOT)),
            "size": size,
            "pages": pages,
            "sha256": digest,
            "rendered_at": timezone.now(),
        },
    )
    return file
