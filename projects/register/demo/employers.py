"""Employer partnerships of the demo: of fictional schools with fictional workplaces."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects.register.models import EmployerPartnership, Organisation, Project
from projects.register.services import add_employer
from yhes.accounts.models import User

Entry = dict[str, Any]


def load(
    project: Project, entries: list[Entry], found: dict[str, Organisation], people: dict[str, User]
) -> int:
    """Made where missing, with days counted from today; returns how many there are."""
    today = timezone.localdate()
    for entry in entries:
        school, workplace = found[entry["school"]], found[entry["workplace"]]
        known = EmployerPartnership.objects.filter(project=project, school=school, workplace=workplace)
        if known.exists():
            continue
        facts: Entry = {name: entry[name] for name in entry.keys() & _PLAIN}
        facts |= {name: people[entry[name]] for name in entry.keys() & {"owner", "deputy"}}
        for name, days in (("last_contact_on", "contact_days"), ("next_step_on", "step_days")):
            if days in entry:
                facts[name] = today + timedelta(days=entry[days])
        number = workplace.business_id
        add_employer(project=project, school=school, name=workplace.name, business_id=number, facts=facts)
    return len(entries)


_PLAIN = {"stage", "has_apprenticeships", "has_training_agreements", "other_agreement", "next_step"}
