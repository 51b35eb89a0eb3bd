"""What is followed up in the demo: milestones, deliverables, risks, decisions and two papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from projects.register.models import Decision, Deliverable, Milestone, Project, Risk
from projects.register.services import add_document, save_followed_up
from yhes.accounts.models import User

Entry = dict[str, Any]


def load(project: Project, entries: dict[str, list[Entry]], coordinator: User) -> int:
    """Of each kind only where the project has none yet, the bin included; returns how many were made."""
    made = 0
    for model, name, read in (
        (Milestone, "milestones", _dated),
        (Deliverable, "deliverables", _dated),
        (Risk, "risks", _risk),
        (Decision, "decisions", _decision),
    ):
        if not model.objects.filter(project=project).exists():
            for entry in entries[name]:
                save_followed_up(item=model(project=project), facts=read(entry), actor=coordinator)
                made += 1
    if not project.documents.exists():
        for paper in entries["documents"]:
            file = ContentFile(paper["text"].encode(), name=paper["name"])
            add_document(project=project, file=file, title=paper["title"], actor=coordinator)
            made += 1
    return made


def _dated(entry: Entry) -> Entry:
    facts = {name: entry[name] for name in ("state", "visibility") if name in entry}
    for text in ("title", "description"):
        facts |= {f"{text}_{code}": words for code, words in entry.get(text, {}).items()}
    return {**facts, "due_on": _day(entry, "in_days"), "done_on": _day(entry, "done_in_days")}


def _risk(entry: Entry) -> Entry:
    facts = {name: value for name, value in entry.items() if name != "in_days"}
    return {**facts, "review_on": _day(entry, "in_days")}


def _decision(entry: Entry) -> Entry:
    facts = {name: value for name, value in entry.items() if name != "in_days"}
    return {**facts, "decided_on": _day(entry, "in_days")}


def _day(entry: Entry, name: str) -> date | None:
    return timezone.localdate() + timedelta(days=entry[name]) if name in entry else None
