"""Organisations of the demo, and the fictional ones' part in YHES."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects.register.models import Organisation, Partnership, Project, Region
from projects.register.services import (
    add_partner,
    create_organisation,
    save_names,
    save_unit,
    set_agreement,
)

Entry = dict[str, Any]
_NO_COLUMNS = {
    *("key", "slug", "provider", "region", "units", "role", "state", "days_ago", "note", "agreement"),
    *("aliases", "former", "ended_on", "successors"),
}


def load(entries: list[Entry], regions: dict[str, Region]) -> dict[str, Organisation]:
    """Key → organisation; a provider stands in the list before its school."""
    found: dict[str, Organisation] = {}
    for entry in entries:
        found[entry["key"]] = _find(entry) or _make(entry, found, regions)
    return found


def load_partners(
    project: Project, entries: list[Entry], found: dict[str, Organisation]
) -> list[Partnership]:
    """The fictional organisations' parts in the project, made on the day the picture needs."""
    known = {p.organisation_id: p for p in project.partnerships.all()}
    partners = []
    for entry in entries:
        organisation = found[entry["key"]]
        partners.append(known.get(organisation.pk) or _join(project, organisation, entry))
    return partners


def _find(entry: Entry) -> Organisation | None:
    if business_id := entry.get("business_id"):
        return Organisation.objects.filter(business_id=business_id).first()
    return Organisation.objects.filter(slug=entry["slug"]).first()


def _make(entry: Entry, found: dict[str, Organisation], regions: dict[str, Region]) -> Organisation:
    facts = {column: value for column, value in entry.items() if column not in _NO_COLUMNS}
    facts["provider"] = found[entry["provider"]] if "provider" in entry else None
    facts["region"] = regions[entry["region"]] if "region" in entry else None
    facts["is_fictional"] = "role" in entry
    organisation = create_organisation(facts=facts, slug=entry["slug"])
    _name(organisation, entry)
    for fi, sv, en, headcount in entry.get("units", []):
        names = {"name_fi": fi, "name_sv": sv, "name_en": en}
        save_unit(organisation=organisation, facts={**names, "headcount": headcount})
    return organisation


def _name(organisation: Organisation, entry: Entry) -> None:
    if entry.keys() & {"aliases", "former", "ended_on"}:
        save_names(
            organisation=organisation,
            aliases=entry.get("aliases", []),
            former=[(name, until) for name, until in entry.get("former", [])],
            ended_on=entry.get("ended_on"),
            successors=entry.get("successors", []),
        )


def _join(project: Project, organisation: Organisation, entry: Entry) -> Partnership:
    """Backdated, so that the demo has partners that have kept somebody waiting."""
    partnership = add_partner(
        project=project,
        organisation=organisation,
        role=entry["role"],
        state=entry["state"],
        note=entry.get("note", ""),
    )
    if "agreement" in entry:
        agreement, days = entry["agreement"]
        on = timezone.localdate() - timedelta(days=days)
        set_agreement(partnership=partnership, agreement=agreement, on=on)
    when = timezone.now() - timedelta(days=entry["days_ago"])
    Partnership.objects.filter(pk=partnership.pk).update(changed_at=when)
    return partnership
