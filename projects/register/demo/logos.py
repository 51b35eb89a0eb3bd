"""The demo's funder: its logo is drawn here, so that nobody's real logo is shown for what is made up."""

from __future__ import annotations

import io
from typing import Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from projects.register.models import Project
from projects.register.services.logos import add_logo
from yhes.accounts.models import User

SIZE: Final = (720, 168)
_TITLES: Final = {
    "title_fi": "Esimerkkirahasto (keksitty logo, ei todellinen rahoittaja)",
    "title_sv": "Exempelfonden (påhittad logotyp, ingen verklig finansiär)",
    "title_en": "Example Fund (a made-up logo, no real funder)",
}


def load(project: Project, coordinator: User) -> int:
    """Only where the project has none yet, the bin included; returns how many were made."""
    if project.funderlogos.exists():
        return 0
    file = ContentFile(_drawn(), name="esimerkkirahasto.png")
    add_logo(project=project, file=file, facts={**_TITLES, "order": 1}, actor=coordinator)
    return 1


def _drawn() -> bytes:
    """A stone on a path beside the name, and that it is an example."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((4, 14, 144, 154), radius=20, fill="#3b4a8f")
    pen.arc((20, 40, 190, 210), 180, 285, fill="#f2c14e", width=14)
    pen.ellipse((86, 36, 122, 72), fill="#ffffff")
    pen.text((172, 22), "Esimerkkirahasto", font=ImageFont.load_default(66), fill="#27325f")
    pen.text((176, 106), "ESIMERKKI / EXEMPEL / EXAMPLE", font=ImageFont.load_default(30), fill="#4a5478")
    made = io.BytesIO()
    picture.save(made, format="PNG")
    return made.getvalue()
