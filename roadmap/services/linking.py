"""Linking evidence to themes and steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils.translation import gettext as _

from roadmap import evidence
from roadmap.models import EvidenceLink, Roadmap, Step, Theme
from roadmap.services.editing import Actor
from roadmap.services.errors import Refused
from yhes.common import audit
from yhes.common.figures import Figure
from yhes.common.words import Words


@transaction.atomic
def link_evidence(
    *,
    target: Theme | Step,
    figure_key: str,
    actor: Actor,
    caption: Words | None = None,
    offered: Mapping[str, Figure] | None = None,
) -> EvidenceLink:
    """Let a theme or step rest on a figure; linking again changes the caption only.

    offered: the project's figures, where the caller has just looked at them. Raises Refused for a figure
    that nobody offers, so that a link never dangles from the start.
    """
    if offered is None:
        offered = evidence.figures(roadmap_of(target).project)
    if figure_key not in offered:
        raise Refused(_("This figure is not available any more. Choose another one."))
    place: dict[str, Any] = {"theme": target} if isinstance(target, Theme) else {"step": target}
    last = target.evidence.aggregate(last=Max("order"))["last"] or 0
    captions = {f"caption_{code}": text for code, text in (caption or {}).items()}
    link, created = EvidenceLink.objects.get_or_create(
        **place, figure_key=figure_key, defaults={"order": last + 1, **captions}
    )
    if not created and captions:
        EvidenceLink.objects.filter(pk=link.pk).update(**captions)
    _record(target, actor, "roadmap.evidence_linked", "", figure_key)
    return link


@transaction.atomic
def caption_evidence(*, link: EvidenceLink, values: Mapping[str, Any], actor: Actor) -> None:
    """Say in a few words what the figure tells here (caption_fi, caption_sv, caption_en)."""
    changes = audit.assign(link, values)
    link.save()
    if changes:
        target = link.theme or link.step
        assert target is not None  # the database constraint says so
        roadmap = roadmap_of(target)
        audit.record(
            actor=actor,
            action="roadmap.evidence_captioned",
            on=target,
            project_id=roadmap.project_id,
            changes=changes,
        )


@transaction.atomic
def unlink_evidence(*, link: EvidenceLink, actor: Actor) -> None:
    target = link.theme or link.step
    assert target is not None  # the database constraint says so
    _record(target, actor, "roadmap.evidence_unlinked", link.figure_key, "")
    link.delete()


@transaction.atomic
def show_first(*, link: EvidenceLink, actor: Actor) -> None:
    """Put a figure before the others of its theme or step; cards show the first two."""
    target = link.theme or link.step
    assert target is not None  # the database constraint says so
    first = target.evidence.aggregate(first=Min("order"))["first"] or 0
    if first == 0:
        target.evidence.update(order=F("order") + 1)
        first = 1
    EvidenceLink.objects.filter(pk=link.pk).update(order=first - 1)
    _record(target, actor, "roadmap.evidence_put_first", "", link.figure_key)


@transaction.atomic
def renew_evidence(*, link: EvidenceLink, figure_key: str, actor: Actor) -> None:
    """Replace a figure by the same figure of a newer release, keeping the caption and the place."""
    target = link.theme or link.step
    assert target is not None  # the database constraint says so
    _record(target, actor, "roadmap.evidence_renewed", link.figure_key, figure_key)
    if target.evidence.filter(figure_key=figure_key).exists():
        link.delete()
        return
    link.figure_key = figure_key
    link.save(update_fields=["figure_key"])


def roadmap_of(target: Theme | Step) -> Roadmap:
    return target.roadmap if isinstance(target, Theme) else target.theme.roadmap


def _record(target: Theme | Step, actor: Actor, action: str, before: str, after: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        on=target,
        project_id=roadmap_of(target).project_id,
        changes={"evidence": (before, after)},
    )
