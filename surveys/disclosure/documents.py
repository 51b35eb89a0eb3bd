"""A protected table as plain data: what a release stores, page, PDF, CSV and API read."""

from __future__ import annotations

from typing import Any

from surveys.disclosure.table import ProtectedTable
from surveys.disclosure.values import Audience, Band, CountBand, Kind, Suppressed, Value

_ITEM_KINDS: dict[Kind, str] = {"item_index": "index", "distribution": "shares", "share_agree": "agree"}


def group_document(table: ProtectedTable, node: int, audience: Audience) -> dict[str, Any]:
    """One group's figures: {"n", "indexes": {dimension: …}, "items": {item: {"index", "shares", "agree"}}}.

    A protected figure is None; a band is {"band": [lowest option, highest option]}; `n` is a number
    inside and a text such as "50–99" in public. What the group was never asked is not in it.
    """
    document: dict[str, Any] = {"n": None, "indexes": {}, "items": {}}
    for kind, key in table.statistics_of(node, audience):
        value = plain(table.value(node, audience, kind, key))
        if kind == "n":
            document["n"] = value
        elif kind == "index":
            document["indexes"][key] = value
        else:
            document["items"].setdefault(key, {})[_ITEM_KINDS[kind]] = value
    return document


def plain(value: Value) -> Any:
    """The JSON form of one published value."""
    match value:
        case Suppressed():
            return None
        case Band():
            return {"band": [value.low, value.high]}
        case CountBand():
            return f"{value.low}–{value.high}" if value.high is not None else f"{value.low}+"
        case tuple():
            return list(value)
        case _:
            return value
