"""Units of an organisation and how many people work in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from projects.register.errors import UnitNameTaken
from projects.register.models import Organisation, Project, Unit
from projects.register.services.changes import assign, require_name, translated
from yhes.accounts.models import User
from yhes.common import audit

_FACTS = translated("name") | {"headcount"}


@transaction.atomic
def save_unit(
    *,
    organisation: Organisation,
    facts: Mapping[str, Any],
    unit: Unit | None = None,
    project: Project | None = None,
    actor: User | None = None,
) -> Unit:
    """Add a unit, or change the one given. facts: name_fi, name_sv, name_en, headcount.

    Raises NameMissing, UnitNameTaken, KeyError for an unknown column.
    """
    action = "register.unit_changed" if unit else "register.unit_added"
    found = unit and Unit.objects.select_for_update().get(pk=unit.pk, organisation=organisation)
    found = found or Unit(organisation=organisation)
    changes = assign(found, facts, _FACTS)
    require_name(found)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise UnitNameTaken from None
    if changes:
        _record(found, action, project, actor, changes)
    return found


@transaction.atomic
def remove_unit(*, unit: Unit, project: Project | None = None, actor: User | None = None) -> None:
    """The unit's frozen groups in earlier survey rounds stay as they were."""
    _record(unit, "register.unit_removed", project, actor, {"headcount": (unit.headcount, None)})
    unit.delete()


def _record(unit: Unit, action: str, project: Project | None, actor: User | None, changes: Any) -> None:
    """On the organisation, where people look for it, naming the unit."""
    audit.record(
        actor=actor,
        action=action,
        on=unit.organisation,
        project_id=project.pk if project else None,
        changes={"unit": (None, unit), **changes},
    )
