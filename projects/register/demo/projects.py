"""Programmes and projects of the demo, each with its plan and its real partners."""

from __future__ import annotations

from typing import Any

from projects.register.models import (
    Measure,
    Objective,
    Organisation,
    Partnership,
    Programme,
    Project,
    Result,
    WorkPackage,
)
from projects.register.services import add_partner, create_project, save_plan_item

Entry = dict[str, Any]
_TEXTS = (
    "name", "acronym", "tagline", "summary", "stated_duration", "stated_partners", "target_groups",
    "quality_gaps", "themes",
)  # fmt: skip
_PLAIN = ("state", "starts_on", "ends_on", "source_published_on", "has_example_data")


def load_programmes(entries: list[Entry]) -> dict[str, Programme]:
    """Key → programme."""
    found = {}
    for entry in entries:
        columns = {**_columns("name", entry), **_columns("description", entry)}
        found[entry["key"]], _is_new = Programme.objects.get_or_create(slug=entry["slug"], defaults=columns)
    return found


def load(
    entries: list[Entry], programmes: dict[str, Programme], organisations: dict[str, Organisation]
) -> dict[str, Project]:
    """Slug → project; a network stands in the list before the projects that belong to it."""
    found: dict[str, Project] = {}
    for entry in entries:
        slug = entry["slug"]
        existing = Project.objects.filter(slug=slug).first()
        found[slug] = existing or _make(entry, found, programmes, organisations)
    return found


def _make(
    entry: Entry,
    found: dict[str, Project],
    programmes: dict[str, Programme],
    organisations: dict[str, Organisation],
) -> Project:
    facts: Entry = {column: entry[column] for column in _PLAIN if column in entry}
    for text in _TEXTS:
        facts |= _columns(text, entry)
    facts["programme"] = programmes.get(entry.get("programme", ""))
    facts["funder"] = organisations.get(entry.get("funder", ""))
    facts["network"] = found.get(entry.get("network", ""))
    facts["is_public"] = entry.get("is_public", True)
    project = create_project(facts=facts, slug=entry["slug"])
    for partner in entry.get("partners", []):
        add_partner(
            project=project,
            organisation=organisations[partner["organisation"]],
            role=partner["role"],
            state=Partnership.State.JOINED,
        )
    _make_plan(project, entry, organisations)
    return project


def _make_plan(project: Project, entry: Entry, organisations: dict[str, Organisation]) -> None:
    objectives = [
        save_plan_item(item=Objective(project=project), facts=_item(number, item))
        for number, item in enumerate(entry.get("objectives", []), start=1)
    ]
    for model, part in ((Measure, "measures"), (Result, "results")):
        for number, item in enumerate(entry.get(part, []), start=1):
            objective = objectives[item["objective"] - 1] if "objective" in item else None
            save_plan_item(item=model(project=project), facts={**_item(number, item), "objective": objective})
    for number, item in enumerate(entry.get("work_packages", []), start=1):
        save_plan_item(
            item=WorkPackage(project=project),
            facts=_item(number, item),
            co_implementers=[organisations[key] for key in item["co_implementers"]],
        )


def _item(number: int, item: Entry) -> Entry:
    return {"order": number, **_columns("title", item), **_columns("description", item)}


def _columns(field: str, entry: Entry) -> Entry:
    return {f"{field}_{code}": text for code, text in entry.get(field, {}).items()}
