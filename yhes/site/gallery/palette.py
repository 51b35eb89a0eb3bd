"""Colours and icons by name."""

from __future__ import annotations

from typing import Any, Final

from yhes.common import tokens

SWATCHES: Final = [
    "paper",
    "surface",
    "birch",
    "sand",
    "mist",
    "ink",
    "muted",
    "line",
    "edge",
    "spruce",
    "dark",
    "amber",
    "amber-soft",
    "amber-ink",
    "info",
    "info-soft",
    "danger",
    "danger-soft",
    "ok",
    "ok-soft",
    "low",
]
ICONS: Final = [
    "home",
    "users",
    "plan",
    "workshop",
    "chart",
    "comment",
    "cube",
    "path",
    "mail",
    "settings",
    "calendar",
    "clock",
    "download",
    "link",
    "quote",
    "sort",
    "filter",
    "search",
    "table",
    "lock",
    "info",
    "warning",
    "check",
    "undo",
    "send",
    "pin",
    "plus",
    "close",
    "menu",
    "chevron-down",
    "chevron-right",
    "chevron-left",
    "arrow-right",
    "globe",
    "copy",
    "print",
    "kebab",
    "eye",
    "user",
    "key",
    "shield",
    "phone",
    "star",
]


def palette() -> dict[str, Any]:
    """Each swatch with its light and dark value, and the icons."""
    swatches = [{"name": name, "light": tokens.light[name], "dark": tokens.dark[name]} for name in SWATCHES]
    return {"swatches": swatches, "icons": ICONS}
