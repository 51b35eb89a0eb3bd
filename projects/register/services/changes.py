"""What the services of the register share: assigning facts, telling what changed, making slugs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from django.utils.text import slugify

from projects.register.errors import ChangedMeanwhile, NameMissing
from projects.register.models import FormerAddress, Project
from yhes.common import audit
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES

Changes = dict[str, tuple[Any, Any]]
_REGISTER = 0x72656769737465  # "registe", the number of the advisory lock
_CHAINS = 0x636861696E73  # "chains": that of the trigger in circles.py too


def translated(*fields: str) -> frozenset[str]:
    """The columns of translated fields: "name" → name_fi, name_sv, name_en."""
    return frozenset(f"{field}_{code}" for field in fields for code in LANGUAGES)


def assign(instance: models.Model, facts: Mapping[str, Any], allowed: frozenset[str]) -> Changes:
    """Set the facts on the instance and return field → (before, after) of those that differ.

    An empty text in one language becomes NULL, so that "not translated" is one value only, and a
    line ends one way only: what a browser sends back untouched is no change.
    Raises KeyError for a field that is not in `allowed`.
    """
    if unknown := facts.keys() - allowed:
        raise KeyError(", ".join(sorted(unknown)))
    in_languages = tuple(f"_{code}" for code in LANGUAGES)
    new = {
        field: (value.replace("\r\n", "\n").strip() or None)
        if isinstance(value, str) and field.endswith(in_languages)
        else value
        for field, value in facts.items()
    }
    return audit.assign(instance, new)


def require_name(instance: Any) -> None:
    """Raises NameMissing when the name exists in no language."""
    if not any(getattr(instance, f"name_{code}") for code in LANGUAGES):
        raise NameMissing


def lock_partners(project: Project) -> None:
    """One change of a project's partners and invitations at a time, so that checks hold until the commit.

    Whoever needs a row of either as well takes this lock first: two that wait for each other never end.
    """
    Project.objects.select_for_update().get(pk=project.pk)


def lock_register() -> None:
    """One change at a time of which organisation is which: importing, merging, succession.

    To be taken before `lock_partners`. On SQLite a transaction that writes is alone already.
    """
    _lock(_REGISTER)


def lock_chains() -> None:
    """One change at a time of which project belongs to the network of which, or continues it.

    To be taken before a row of Project. Not `lock_register`: no settings wait for a long import.
    """
    _lock(_CHAINS)


def _lock(number: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def refuse_if_changed(instance: models.Model, action: str, seen: int | None) -> None:
    """Raises ChangedMeanwhile when the row, which is locked, was changed after what the person saw.

    seen: the number of the newest change that was on the page (audit.newest); None asks nothing. To be
    asked only when something would change: a form sent twice by a double click overwrites nothing.
    """
    if seen is not None and audit.newest(instance, action) > seen:
        raise ChangedMeanwhile


def refuse_if_newer(events: models.QuerySet[AuditEvent], seen: int | None) -> None:
    """As refuse_if_changed, of a row whose changes the trail keeps among those of another object."""
    if seen is not None and audit.newest_of(events) > seen:
        raise ChangedMeanwhile


# Words that stand where a slug would in the portal's addresses (".../partners/add/").
RESERVED_SLUGS = {
    *("add", "change", "import", "merge", "restore", "network"),
    *("lisaa", "muuta", "tuonti", "yhdista", "palauta", "verkosto"),
    *("lagg-till", "andra", "importera", "sla-ihop", "aterstall", "natverk"),
}


def unique_slug(model: type[models.Model], text: str) -> str:
    """A readable slug that no row of the model has: "tredu", "tredu-2", …"""
    stem = slugify(text)[:70].strip("-") or model._meta.model_name or "x"
    taken = RESERVED_SLUGS | set(FormerAddress.objects.values_list("slug", flat=True))
    taken |= set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
