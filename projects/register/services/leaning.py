"""What points to a row that is deleted, and stays: its keys are kept, so that it can point there again."""

from __future__ import annotations

from typing import Any

from django.db import models

Leaning = dict[str, list[int]]


def kept(row: models.Model) -> Leaning:
    """By "app.model.column", the keys of what points to the row and will point nowhere."""
    return {
        _name(one): list(
            one.related_model._base_manager.filter(**{one.field.name: row}).values_list("pk", flat=True)
        )
        for one in _relations(row)
    }


def put_back(row: models.Model, known: Leaning) -> None:
    """Only of what points nowhere now."""
    for one in _relations(row):
        rows = one.related_model._base_manager.filter(pk__in=known.get(_name(one), []))
        rows.filter(**{one.field.name: None}).update(**{one.field.name: row})


def _relations(row: models.Model) -> list[Any]:
    """Of whichever app: what stays when the row goes. Those without a name on the row too."""
    fields = row._meta.get_fields(include_hidden=True)
    return [one for one in fields if getattr(one, "on_delete", None) is models.SET_NULL]


def _name(relation: Any) -> str:
    return f"{relation.related_model._meta.label_lower}.{relation.field.name}"
