"""Events, people who come to them, and the addresses of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from projects.register.models import Project
from projects.workshops import links, services
from projects.workshops.models import Outcome, Registration, Workshop


def address(name: str, *args: Any, language: str = "en") -> str:
    """The address of one of the workshops' pages, in English unless told otherwise."""
    with translation.override(language):
        return reverse(f"workshops:{name}", args=args)


def make_draft(project: Project, title: str = "Polkutyöpaja", *, days: float = 10, **facts: Any) -> Workshop:
    """Two hours long, so many days from now, at a place."""
    starts_at = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    present = {
        "title_fi": title,
        "place_fi": "Tampere",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
    }
    return services.create_workshop(project=project, facts={**present, **facts})


def make_workshop(project: Project, title: str = "Polkutyöpaja", **facts: Any) -> Workshop:
    """Published."""
    return services.publish_workshop(workshop=make_draft(project, title, **facts))


def make_held(
    project: Project, title: str = "Polkutyöpaja", *, days: float = -3, is_complete: bool = True, **facts: Any
) -> Workshop:
    draft = make_draft(project, title, days=days, **facts)
    return services.mark_held(workshop=draft, participants_count=20, counts_are_complete=is_complete)


def come(workshop: Workshop, name: str = "Ville", language: str = "fi") -> Registration:
    """Somebody registers: "Ville" with ville@example.org."""
    email = f"{name.lower()}@example.org"
    return services.register(workshop=workshop, name=name, email=email, language=language)


def had_come(workshop: Workshop, name: str = "Ville") -> Registration:
    """Somebody had a seat in an event that is over."""
    email = f"{name.lower()}@example.org"
    token = links.token_hash(links.token_for(workshop.pk, email))
    number = workshop.registrations.count() + 1
    return Registration.objects.create(
        workshop=workshop, number=number, name=name, email=email, token_hash=token,
        state=Registration.State.REGISTERED, seated_at=workshop.starts_at - timedelta(days=7),
    )  # fmt: skip


def token(registration: Registration) -> str:
    return links.token_for(registration.workshop_id, registration.email)


def write(workshop: Workshop, text: str = "Varataan aikaa", **facts: Any) -> Outcome:
    """An outcome of a held workshop, a proposal unless told otherwise."""
    return services.save_outcome(workshop=workshop, facts={"text_fi": text, **facts})


def begin(workshop: Workshop, *, hours_ago: float = 3) -> Workshop:
    """Time passes until the event has begun so many hours ago."""
    starts_at = timezone.now() - timedelta(hours=hours_ago)
    Workshop.objects.filter(pk=workshop.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), registration_closes_at=None
    )
    workshop.refresh_from_db()
    return workshop


def states(workshop: Workshop) -> dict[str, str]:
    """Name → state, in the order of the numbers."""
    return dict(workshop.registrations.order_by("number").values_list("name", "state"))
