"""Lists, cards, tables and history."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote

from django.core.paginator import Paginator

FIGURES: Final = (
    {"value": "41 %", "label": "kokee ajan riittävän", "source": "Kysely 2025, n 200+"},
    {"value": "12/76", "label": "järjestäjää ottanut käyttöön", "source": "Tilanne 31.10.2026"},
)
HIDDEN_FIGURES: Final = ({"protected": True, "label": "kokee ajan riittävän", "source": "Kysely 2025"},)
HEAD: Final = (
    {"label": "Organisaatio", "sort_url": "#", "sorted": "ascending"},
    {"label": "Tila"},
    {"label": "Samaa mieltä", "number": True},
)
ROWS: Final = (
    (
        {
            "header": True,
            "text": "Esimerkki-ammattiopisto Koivu",
            "url": "#",
            "sub": "Exempelinstitutet Björken",
        },
        {"badge_state": "done", "badge_label": "Mukana"},
        {"text": "75 %", "number": True},
    ),
    (
        {"header": True, "text": "Esimerkkiopisto Haapa", "url": "#"},
        {"badge_state": "waiting", "badge_label": "Odottaa vastausta"},
        {"protected": True, "number": True},
    ),
)
EVENTS: Final = (
    {
        "when": datetime(2026, 11, 3, 12, 4, tzinfo=UTC),
        "who": "Aino",
        "text": "muutti kierrosta",
        "changes": ({"label": "Sulkeutuu", "before": "27.11.2026", "after": "4.12.2026"},),
    },
    {"when": datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "who": "Aino", "text": "loi kierroksen"},
)
CRUMBS: Final = ({"label": "Tiekartta", "url": "#"}, {"label": "Osallisuus", "url": "#"}, {"label": "1.1"})
TABS: Final = (
    {"label": "Tiedot", "url": "#", "current": True},
    {"label": "Kutsutut", "url": "#", "count": 3},
    {"label": "Tulokset", "url": "#"},
)
QR: Final = "data:image/svg+xml," + quote(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M1 1h2v2h-2zM6 1h2v2h-2zM1 6h2v2h-2z"
    "M4 1h1v1h-1zM4 4h1v1h-1zM6 4h2v1h-2zM4 6h1v2h-1zM6 6h1v1h-1zM7 7h1v1h-1z'/></svg>"
)


def object_samples() -> dict[str, Any]:
    """What lists and cards are filled with."""
    return {
        "figures": FIGURES,
        "hidden_figures": HIDDEN_FIGURES,
        "head": HEAD,
        "rows": ROWS,
        "page_obj": Paginator(range(34), 5).get_page(3),
        "events": EVENTS,
        "crumbs": CRUMBS,
        "tabs": TABS,
        "qr": QR,
        "edition_date": date(2026, 11, 3),
        "event_date": date(2026, 11, 26),
    }
