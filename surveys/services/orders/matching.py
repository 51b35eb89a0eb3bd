"""Whom an order is about: what the register knows by the business ID, and who acts for it already."""

from __future__ import annotations

from dataclasses import dataclass

from projects.register.models import Membership, Organisation, Partnership, Role
from surveys.models import SurveyOrder


@dataclass(frozen=True, slots=True)
class Match:
    """organisations: the legal body with the order's business ID and its schools; none when it is new.

    partners: those of them that take part in the project. contacts: who acts for them already, in words.
    """

    organisations: tuple[Organisation, ...]
    partners: frozenset[int]
    contacts: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.organisations)


def match_of(order: SurveyOrder) -> Match:
    """What the coordinator sees beside the order; the person who ordered is told nothing of it."""
    body = Organisation.objects.filter(business_id=order.business_id).first()
    if body is None:
        return Match((), frozenset(), ())
    found = (body, *Organisation.objects.filter(provider=body).by_name())
    partners = Partnership.objects.filter(project=order.project_id, organisation__in=found)
    members = Membership.objects.filter(
        project=order.project_id, organisation__in=found, role=Role.CONTACT
    ).select_related("user", "organisation")
    return Match(
        found,
        frozenset(partners.values_list("organisation_id", flat=True)),
        tuple(f"{member.user.name} – {member.organisation}" for member in members.order_by("pk")),
    )
