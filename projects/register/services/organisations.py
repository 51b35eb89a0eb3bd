"""Organisations: legal bodies, their trade names, and the schools they provide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from projects.register import business_id
from projects.register.errors import (
    BusinessIdTaken,
    BusinessIdWrong,
    ProviderIsASchool,
    SchoolIsNoLegalBody,
)
from projects.register.models import Organisation
from projects.register.services.changes import (
    assign,
    refuse_if_changed,
    require_name,
    translated,
    unique_slug,
)
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import LANGUAGES

CHANGED = "register.organisation_changed"
FACTS = translated("name", "trade_name") | {
    "kind", "legal_form", "business_id", "provider", "region", "website", "is_fictional",
}  # fmt: skip


@transaction.atomic
def create_organisation(
    *, facts: Mapping[str, Any], slug: str = "", actor: User | None = None
) -> Organisation:
    """facts: columns of Organisation ("kind", "name_fi", …); slug: made of the name unless given.

    Raises BusinessIdWrong, BusinessIdTaken, SchoolIsNoLegalBody, ProviderIsASchool, NameMissing,
    KeyError for an unknown column.
    """
    organisation = Organisation()
    changes = assign(organisation, facts, FACTS)
    check_organisation(organisation)
    organisation.slug = slug or unique_slug(Organisation, str(organisation))
    _save(organisation)
    audit.record(actor=actor, action="register.organisation_created", on=organisation, changes=changes)
    return organisation


@transaction.atomic
def update_organisation(
    *,
    organisation: Organisation,
    facts: Mapping[str, Any],
    seen: int | None = None,
    actor: User | None = None,
) -> Organisation:
    """Change what is in `facts`. The address stays, whatever the name becomes.

    seen: the newest change the person had before the eyes (audit.newest with CHANGED); None asks nothing.
    Raises ChangedMeanwhile and what create_organisation raises.
    """
    found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    changes = assign(found, facts, FACTS)
    if changes:
        refuse_if_changed(found, CHANGED, seen)
    check_organisation(found)
    _save(found)
    if changes:
        audit.record(actor=actor, action=CHANGED, on=found, changes=changes)
    return found


@transaction.atomic
def find_or_create_authority(*, name: str, language: str, actor: User | None = None) -> Organisation:
    """The authority of this name in any language; when the register has none, made in `language`."""
    found: Iterable[Organisation] = Organisation.objects.matching(name.strip()).filter(
        kind=Organisation.Kind.AUTHORITY
    )
    wanted = name.strip().casefold()
    for organisation in found:
        if wanted in {(text or "").casefold() for text in _names(organisation)}:
            return organisation
    facts = {"kind": Organisation.Kind.AUTHORITY, f"name_{language}": name}
    return create_organisation(facts=facts, actor=actor)


def _names(organisation: Organisation) -> tuple[str | None, ...]:
    return tuple(getattr(organisation, f"name_{code}") for code in LANGUAGES)


def check_organisation(organisation: Organisation) -> None:
    """Raises NameMissing, BusinessIdWrong, ProviderIsASchool, SchoolIsNoLegalBody."""
    require_name(organisation)
    organisation.business_id = business_id.normalise(organisation.business_id)
    if organisation.business_id and not business_id.is_valid(organisation.business_id):
        raise BusinessIdWrong
    if organisation.provider is None:
        return
    if organisation.provider.provider_id is not None or organisation.provider == organisation:
        raise ProviderIsASchool
    if organisation.business_id or organisation.kind != Organisation.Kind.SCHOOL:
        raise SchoolIsNoLegalBody


def _save(organisation: Organisation) -> None:
    """Raises BusinessIdTaken, also when somebody else was quicker."""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        others = Organisation.objects.exclude(pk=organisation.pk)
        holder = others.filter(business_id=organisation.business_id).exclude(business_id="").first()
        if holder is None:
            raise
        raise BusinessIdTaken(organisation=holder) from None
