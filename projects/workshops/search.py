"""What workshops let people find (yhes.common.registry.SearchKind)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from projects.workshops import access
from projects.workshops.models import Outcome, Workshop
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import Words, joined, of_field


def kinds() -> Iterator[SearchKind]:
    yield SearchKind(
        "event",
        40,
        _("Events"),
        _events,
        anyone=lambda: Workshop.objects.published().values("pk"),
        inside=lambda user: Workshop.objects.filter(access.visible_to(user)).values("pk"),
    )


def _events() -> Iterator[SearchItem]:
    """With what came of those that have been held, as public pages tell it; nothing of who takes part."""
    outcomes: defaultdict[int, list[Words]] = defaultdict(list)
    for outcome in Outcome.objects.filter(workshop__state=Workshop.State.HELD).order_by("order", "pk"):
        outcomes[outcome.workshop_id].append(of_field(outcome, "text"))
    for workshop in Workshop.objects.select_related("project").order_by("pk"):
        told = [of_field(workshop, field) for field in ("summary", "description", "place")]
        is_draft = workshop.state == Workshop.State.DRAFT
        yield SearchItem(
            pk=workshop.pk,
            title=of_field(workshop, "title"),
            text=joined([*told, *outcomes[workshop.pk]]),
            public=Place("workshops:event", (workshop.slug,)) if workshop.may_be_read_by_anyone else None,
            inside=Place("workshops:workshop", (workshop.project.slug, workshop.slug)),
            project=workshop.project_id,
            audience="coordinators" if is_draft else "members",
            is_example=workshop.is_example,
        )
