"""The agenda of a meeting: its items in order, and its papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction

from projects.register.errors import HasDecisions, TitleMissing
from projects.register.models import AgendaItem, Document, Meeting, MeetingPaper
from projects.register.models.followup import Readers
from projects.register.services.changes import assign, refuse_if_changed
from projects.register.services.documents import add_document
from projects.register.services.groups.meetings import record, unlocked
from yhes.accounts.models import User

AGENDA_CHANGED: Final = "register.agenda_changed"
_FACTS = frozenset({"title", "background", "presenter", "minutes"})
_UNTOLD = frozenset({"presenter", "title"})  # a presenter is often a name, which the trail would keep


@transaction.atomic
def save_item(
    *, item: AgendaItem, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> AgendaItem:
    """Save a new item (of a meeting, at the end) or a changed one.

    seen: the agenda's newest change that was on the page.
    Raises ChangedMeanwhile, MinutesLocked, TitleMissing.
    """
    meeting = unlocked(item.meeting)
    is_new = item.pk is None
    if not is_new:
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    changes = assign(item, facts, _FACTS)
    if changes and not is_new:
        refuse_if_changed(meeting, AGENDA_CHANGED, seen)
    if not item.title.strip():
        raise TitleMissing
    if is_new:
        item.order = meeting.items.count()
    item.save()
    if changes:
        told = {name: pair for name, pair in changes.items() if name not in _UNTOLD}
        record(meeting, AGENDA_CHANGED, actor, {"item": (changes.get("title", ("",))[0], item.title), **told})
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, actor: User | None = None) -> None:
    """One place up or down; at the end it stays. Raises MinutesLocked."""
    meeting = unlocked(item.meeting)
    rows = list(meeting.items.all())
    place = rows.index(item)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows):
        row.order = order
    AgendaItem.objects.bulk_update(rows, ["order"])
    record(meeting, AGENDA_CHANGED, actor, {"item": (None, item.title)})


@transaction.atomic
def remove_item(*, item: AgendaItem, actor: User | None = None) -> None:
    """Its papers stay the meeting's. Raises MinutesLocked, HasDecisions."""
    meeting = unlocked(item.meeting)
    if item.decisions.present().exists():
        raise HasDecisions
    record(meeting, AGENDA_CHANGED, actor, {"item": (item.title, None)})
    item.delete()


@transaction.atomic
def take_papers(
    *,
    meeting: Meeting,
    documents: Iterable[Document],
    item: AgendaItem | None = None,
    actor: User | None = None,
) -> None:
    """Documents of the project become papers of the meeting; those it has already are left as they are."""
    found = unlocked(meeting)
    for document in documents:
        _paper, made = MeetingPaper.objects.get_or_create(
            meeting=found, document=document, defaults={"item": item}
        )
        if made:
            record(found, AGENDA_CHANGED, actor, {"paper": (None, document.title)})


def upload_paper(
    *,
    meeting: Meeting,
    file: Any,
    title: str = "",
    item: AgendaItem | None = None,
    actor: User | None = None,
) -> Document:
    """A new document of the project, for the group's members only, as a paper of the meeting.

    Raises what add_document raises, and MinutesLocked.
    """
    with transaction.atomic():
        unlocked(meeting)
        document = add_document(
            project=meeting.project, file=file, title=title, visibility=Readers.GROUP, actor=actor
        )
        take_papers(meeting=meeting, documents=[document], item=item, actor=actor)
    return document


@transaction.atomic
def remove_paper(*, paper: MeetingPaper, actor: User | None = None) -> None:
    """The document stays the project's. Raises MinutesLocked."""
    meeting = unlocked(paper.meeting)
    record(meeting, AGENDA_CHANGED, actor, {"paper": (paper.document.title, None)})
    paper.delete()
