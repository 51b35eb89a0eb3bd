"""The demo's events: the one real workshop of the source texts, and fictional ones around today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils import timezone

from projects.workshops import links, services
from projects.workshops.models import Registration, Vote, Workshop
from projects.workshops.services import seats
from yhes.common.registry import DemoContext
from yhes.common.words import LANGUAGES

DATA: Final = Path(__file__).with_name("demo.yaml")
TEXTS: Final = ("title", "summary", "description", "place")
SATURDAY: Final = 5

Facts = dict[str, Any]


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`. Coming events get their day, counted from today, when they are first made;
    an event that exists is left alone, whatever people have done to it.
    """
    document = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    made = [_load(facts, context, is_example=False) for facts in document["real"]]
    made += [_load(facts, context, document["people"]) for facts in document["examples"]]
    context.say(f"events: {sum(made)} made, {len(made) - sum(made)} there already")


def _load(
    facts: Facts, context: DemoContext, people: list[str] | None = None, *, is_example: bool = True
) -> bool:
    if Workshop.objects.filter(slug=facts["slug"]).exists():
        return False
    actor = context.people["coordinator"] if is_example else None
    project = context.projects[facts["project"]] if "project" in facts else context.project
    workshop = services.create_workshop(
        project=project,
        facts=_columns(facts, context, project) | {"is_example": is_example},
        slug=facts["slug"],
        actor=actor,
    )
    if "day" in facts:
        _hold(workshop, facts, is_complete=is_example, actor=actor)
    elif not facts.get("draft"):
        workshop = services.publish_workshop(workshop=workshop, actor=actor)
        _seat(workshop, (people or [])[: facts["people"]])
    return True


def _columns(facts: Facts, context: DemoContext, project: Any) -> Facts:
    day = facts["day"] if "day" in facts else _coming(facts["in_days"])
    has_times = "from" in facts
    start = _moment(day, facts["from"] if has_times else "00:00")
    end = _moment(day, facts["to"]) if has_times else start + timedelta(days=1)
    package = (
        project.work_packages.filter(title_fi__icontains=facts["work_package"]).first()
        if ("work_package" in facts)
        else None
    )
    return {
        **{f"{text}_{code}": facts.get(text, {}).get(code, "") for text in TEXTS for code in LANGUAGES},
        "kind": facts["kind"],
        "starts_at": start,
        "ends_at": end,
        "has_times": has_times,
        "is_online": "online_link" in facts,
        "online_link": facts.get("online_link", ""),
        "capacity": facts.get("capacity"),
        "organiser": context.organisations[facts["organiser"]],
        "work_package": package,
    }


def _coming(days: int) -> date:
    """So many days from today; nobody meets at a weekend."""
    day = timezone.localdate() + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _moment(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _hold(workshop: Workshop, facts: Facts, *, is_complete: bool, actor: Any) -> None:
    held = services.mark_held(
        workshop=workshop,
        participants_count=facts.get("participants"),
        counts_are_complete=is_complete,
        actor=actor,
    )
    for row in facts["outcomes"]:
        columns = {f"text_{code}": row[code] for code in LANGUAGES}
        more = {"kind": row["kind"], "theme": row.get("theme", ""), "is_quote": row.get("quote", False)}
        outcome = services.save_outcome(workshop=held, facts=columns | more, actor=actor)
        # Votes as they are once the registrations behind them have been erased: nobody's.
        Vote.objects.bulk_create(Vote(outcome=outcome) for _number in range(row.get("votes", 0)))


def _seat(workshop: Workshop, people: list[str]) -> None:
    """Without the letters that registering sends: the mailbox of a new demo is to be empty."""
    locked = seats.lock(workshop.pk)
    for name in people:
        email = f"{name.lower().replace(' ', '.').translate(_ASCII)}@esimerkki.example"
        token = links.token_hash(links.token_for(locked.pk, email))
        seats.enter(locked, Registration(workshop=locked, name=name, email=email, token_hash=token))


_ASCII: Final = str.maketrans("åäö", "aao")
