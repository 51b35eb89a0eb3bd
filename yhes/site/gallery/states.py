"""Badges, jobs and stages in each of their states."""

from __future__ import annotations

from typing import Any, Final

BADGES: Final = (
    ("now", "Käynnissä"),
    ("trying", "Kokeilussa"),
    ("planned", "Suunnitteilla"),
    ("done", "Valmis"),
    ("late", "Myöhässä"),
    ("waiting", "Odottaa vastausta"),
    ("draft", "Luonnos"),
    ("note", "Nyt · 2026–2027"),
    ("flag", "Uusi"),
    ("dropped", "Pudotettu"),
)
STAGES: Final = (
    ("Luonnos", "done", "3.11.2026"),
    ("Avoinna", "now", "4.12.2026 asti"),
    ("Lasketaan", "later", ""),
    ("Julkaistu", "later", ""),
)


def state_samples() -> dict[str, Any]:
    """What moves through states, in all of them."""
    return {
        "badges": [{"state": state, "label": label} for state, label in BADGES],
        "stages": [{"label": label, "state": state, "note": note} for label, state, note in STAGES],
        "jobs": [
            _job("a", "Kutsut lähetetty.", state="done", message="640 kutsua."),
            _job("b", "PDF jäi kesken.", state="failed", message="Yritä uudelleen."),
            _job("c", "Lähetetään kutsuja", state="shown", done=412, total=640),
            _job("d", "Ladotaan PDF", state="shown"),
        ],
    }


def _job(
    key: str, label: str, *, state: str, message: str = "", done: int = 0, total: int = 0
) -> dict[str, Any]:
    """A job; the state "shown" draws the bar of a running one without asking the server for news."""
    return {"id": key, "label": label, "state": state, "message": message, "done": done, "total": total}
