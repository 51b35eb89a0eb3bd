"""Publishing an edition: freeze, number, record, and have its PDFs made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from roadmap.models import Edition, EditionFile, Roadmap, Step
from roadmap.models.drafts import CLOSED_STATES
from roadmap.services.checking import checklist
from roadmap.services.editing import Actor
from roadmap.services.errors import NothingChanged, NotReady
from roadmap.services.freezing import freeze
from roadmap.snapshot import canonical, fingerprint, to_document
from yhes.common import audit, jobs
from yhes.common.words import LANGUAGES

# What differs between two editions that say the same.
_MEANTIME = ("number", "published_on", "change_reason")


@transaction.atomic
def publish_edition(*, roadmap: Roadmap, actor: Actor, at: datetime | None = None) -> Edition:
    """Freeze the draft as the next edition and start the making of its PDFs.

    Numbers run 1, 2, 3 … in each roadmap without gaps: the roadmap's row is locked while the next
    one is taken. Raises NotReady with the blocking checks, NothingChanged when the newest edition
    says exactly the same.
    """
    locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    now = at or timezone.now()
    last = Edition.objects.filter(roadmap=locked).aggregate(last=Max("number"))["last"] or 0
    publication = freeze(locked, number=last + 1, published_on=timezone.localdate(now))
    problems = [check for check in checklist(locked, publication) if check.level == "blocking"]
    if problems:
        raise NotReady(problems)
    document = to_document(publication)
    _refuse_repetition(locked, document)
    edition = Edition.objects.create(
        roadmap=locked,
        number=last + 1,
        snapshot=document,
        fingerprint=fingerprint(document),
        published_at=now,
        published_by=actor,
    )
    _after(locked, edition, actor)
    return edition


@transaction.atomic
def render_again(*, edition: Edition, language: str, actor: Actor) -> None:
    """Have a PDF made anew; the old one stays in its place until the new one is whole."""
    _start_rendering(edition, language, actor)
    audit.record(
        actor=actor,
        action="roadmap.edition_rendered_again",
        on=edition,
        project_id=edition.roadmap.project_id,
    )


@transaction.atomic
def make_main(*, roadmap: Roadmap, actor: Actor) -> None:
    """Let the public site's "Roadmap" lead to this one instead of the one before."""
    Roadmap.objects.select_for_update().filter(is_main=True).update(is_main=False)
    Roadmap.objects.filter(pk=roadmap.pk).update(is_main=True)
    audit.record(actor=actor, action="roadmap.made_main", on=roadmap, project_id=roadmap.project_id)


def rendering_subject(edition: Edition, language: str) -> str:
    """The subject of the job that makes this PDF."""
    return f"roadmap.edition:{edition.pk}:{language}"


def _refuse_repetition(roadmap: Roadmap, document: dict[str, Any]) -> None:
    newest = Edition.objects.filter(roadmap=roadmap).newest_first().first()
    if newest and _said(newest.snapshot) == _said(document):
        raise NothingChanged(newest.number)


def _said(document: Any) -> bytes:
    return canonical({"content": _without_meantime(document)})


def _without_meantime(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_meantime(value) for key, value in part.items() if key not in _MEANTIME}
    return [_without_meantime(value) for value in part] if isinstance(part, list) else part


def _after(roadmap: Roadmap, edition: Edition, actor: Actor) -> None:
    # A reason belongs to the edition that shows it; the next change needs one of its own. What was
    # done or dropped keeps its reason for good.
    active = Step.objects.filter(theme__roadmap=roadmap).exclude(state__in=CLOSED_STATES)
    active.update(**{f"change_reason_{code}": "" for code in LANGUAGES})
    if not Roadmap.objects.filter(is_main=True).exists():
        Roadmap.objects.filter(pk=roadmap.pk).update(is_main=True)
    audit.record(actor=actor, action="roadmap.edition_published", on=edition, project_id=roadmap.project_id)
    for language in LANGUAGES:
        EditionFile.objects.create(edition=edition, language=language)
        _start_rendering(edition, language, actor)


def _start_rendering(edition: Edition, language: str, actor: Actor) -> None:
    jobs.start(
        "roadmap.render_edition",
        subject=rendering_subject(edition, language),
        payload={"edition": edition.pk, "language": language},
        started_by=actor,
    )
