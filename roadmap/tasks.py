"""The roadmap's jobs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from roadmap import services
from yhes.common import jobs


@jobs.job("roadmap.render_edition", label=_("Making the PDF"))
def render_edition(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"edition": primary key, "language": "fi" | "sv" | "en"}."""
    file = services.render_edition(
        edition_id=context.payload["edition"],
        language=context.payload["language"],
        progress=context.progress,
        confirm=context.confirm,
    )
    return {"pages": file.pages, "size": file.size}
