"""Addresses and other people's organisations for the register's tests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation

from projects.register.models import Organisation, Partnership, Project


def address(name: str, *args: Any, language: str = "en") -> str:
    """The address of one of the register's pages, in English unless told otherwise."""
    with translation.override(language):
        return reverse(f"register:{name}", args=args)


def in_bin(project: Project, kind: str = "", key: int = 0) -> str:
    """The project's bin, or the address that brings one thing back from it."""
    with translation.override("en"):
        if not kind:
            return reverse("desk:bin", args=[project.slug])
        return reverse("desk:bin_restore", args=[project.slug, kind, key])


def many_partners(project: Project, count: int) -> list[Partnership]:
    """Joined partners with a unit each, called "Esimerkkipartneri 000" and so on."""
    partners = []
    for number in range(count):
        organisation = Organisation.objects.create(
            slug=f"esimerkkipartneri-{project.slug}-{number}",
            kind=Organisation.Kind.PROVIDER,
            name_fi=f"Esimerkkipartneri {number:03}",
            is_fictional=True,
        )
        organisation.units.create(name_fi="Yksikkö", headcount=10)
        partners.append(
            Partnership.objects.create(
                project=project, organisation=organisation, state=Partnership.State.JOINED
            )
        )
    return partners
