"""Groups of the demo: a steering group and a theme group of YHES, with meetings past and coming."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from projects.register.models import AgendaItem, GroupMember, Meeting, Project, ProjectGroup
from projects.register.services import groups as services
from yhes.accounts.models import User

Entry = dict[str, Any]
_MEMBER = ("name", "email", "language", "organisation", "position", "part")
_ITEM = ("title", "presenter", "minutes", "background")


def load(project: Project, entries: list[Entry], people: dict[str, User]) -> int:
    """Only where the project has none yet, the bin included; returns how many groups there are."""
    if not ProjectGroup.objects.filter(project=project).exists():
        for entry in entries:
            _group(project, entry, people)
    return ProjectGroup.objects.filter(project=project).count()


def _group(project: Project, entry: Entry, people: dict[str, User]) -> None:
    facts: Entry = {"kind": entry["kind"], "shows_minutes": entry.get("shows_minutes", False)}
    for text in ("title", "description"):
        facts |= {f"{text}_{code}": words for code, words in entry[text].items()}
    actor = people["coordinator"]
    group = services.save_group(group=ProjectGroup(project=project), facts=facts, actor=actor)
    members: dict[str, GroupMember] = {}
    for row in entry["members"]:
        members[row.get("user") or row["email"]] = _member(group, row, members, people)
    for row in entry["meetings"]:
        _meeting(group, row, members, actor)


def _member(
    group: ProjectGroup, row: Entry, members: dict[str, GroupMember], people: dict[str, User]
) -> GroupMember:
    facts = {name: row[name] for name in _MEMBER if name in row}
    if "user" in row:
        facts["user"] = people[row["user"]]
    if "deputy_of" in row:
        facts["deputy_of"] = members[row["deputy_of"]]
    return services.save_group_member(member=GroupMember(group=group), facts=facts)


def _meeting(group: ProjectGroup, row: Entry, members: dict[str, GroupMember], actor: User) -> None:
    """Past ones have their minutes as far as they are written."""
    day = timezone.localdate() + timedelta(days=row["in_days"])
    hour, minute = map(int, row["at"].split("."))
    starts = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    facts = {"starts_at": starts, "ends_at": starts + timedelta(hours=row["hours"])}
    facts |= {name: row[name] for name in ("place", "link") if name in row}
    meeting = services.save_meeting(meeting=Meeting(group=group), facts=facts, actor=actor)
    records = {}
    for entry in row["items"]:
        item = _item(meeting, entry, actor)
        records[item.pk] = entry.get("record", "")
    if not any(records.values()):
        return
    present = {members[key].pk for key in row["present"]}
    services.save_minutes(meeting=meeting, present=present, guests="", records=records, actor=actor)
    if "approved_in_days" in row:
        approved = timezone.localdate() + timedelta(days=row["approved_in_days"])
        services.approve_minutes(meeting=meeting, approved_on=approved, actor=actor)


def _item(meeting: Meeting, entry: Entry, actor: User) -> AgendaItem:
    facts = {name: entry[name] for name in _ITEM if name in entry}
    item = services.save_item(item=AgendaItem(meeting=meeting), facts=facts)
    if "paper" in entry:
        file = ContentFile(entry["text"].encode(), name=f"{entry['paper']}.md")
        services.upload_paper(meeting=meeting, file=file, title=entry["paper"], item=item, actor=actor)
    if "decision" in entry:
        services.add_decision(item=item, title=entry["decision"], reason=entry["reason"], actor=actor)
    return item
