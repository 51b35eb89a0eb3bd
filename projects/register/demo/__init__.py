"""The register's demo data: five real projects as their sources tell them, and fictional partners.

Everything is looked for first and made only where it is missing, so that loading again changes
nothing and keeps what people have changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from projects.register.demo import employers, followup, groups, logos, organisations, projects
from projects.register.models import Membership, Organisation, Project, Role
from projects.register.services import load_regions
from yhes.accounts.models import User
from yhes.common.registry import DemoContext

_FOLDER = Path(__file__).parent
YHES = "yhes"


@transaction.atomic
def load(*, people: dict[str, User], say: Callable[[str], None]) -> DemoContext:
    """people: by key of yhes.accounts.demo. Returns what the other apps' demo data stands on."""
    regions = load_regions()
    bodies = _read("organisations.yaml")
    found = organisations.load(bodies["real"] + bodies["fictional"], regions)
    say(f"{len(found)} organisations, {len(bodies['fictional'])} of them fictional")
    plans = _read("projects.yaml")
    made = projects.load(plans["projects"], projects.load_programmes(plans["programmes"]), found)
    public = sum(project.is_public for project in made.values())
    say(f"{public} public projects, {len(plans['programmes'])} programmes")
    yhes = made[YHES]
    partners = organisations.load_partners(yhes, bodies["fictional"], found)
    say(f"{len(partners)} fictional partners of {yhes}")
    _give_roles(yhes, found["kuusi"], people)
    count = employers.load(yhes, _read("employers.yaml"), found, people)
    say(f"{count} fictional employer partnerships")
    say(f"{followup.load(yhes, _read('followup.yaml'), people['coordinator'])} things to follow up")
    count = groups.load(yhes, _read("groups.yaml"), people)
    say(f"{count} groups of {yhes} with their meetings")
    say(f"{logos.load(yhes, people['coordinator'])} made-up funder's logo")
    return DemoContext(project=yhes, projects=made, organisations=found, people=people, say=say)


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))


def _give_roles(project: Project, organisation: Organisation, people: dict[str, User]) -> None:
    roles: dict[str, tuple[Role, Organisation | None]] = {
        "coordinator": (Role.COORDINATOR, None),
        "contact": (Role.CONTACT, organisation),
        "management": (Role.MANAGEMENT, organisation),
        "coach": (Role.COACH, None),
    }
    for key, (role, body) in roles.items():
        Membership.objects.get_or_create(user=people[key], project=project, role=role, organisation=body)
