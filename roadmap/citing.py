"""How to cite an edition or a step: as a sentence, as BibTeX and as RIS. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
_ESCAPES = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_"}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference needs. `part` and `part_number` are a step's, "" for the whole edition."""

    publisher: str
    title: str
    number: int
    published_on: date
    address: str
    language: str
    part: str = ""
    part_number: str = ""

    @property
    def edition(self) -> str:
        return gettext("edition %(number)s") % {"number": self.number}

    @property
    def step(self) -> str:
        return gettext("Step %(number)s") % {"number": self.part_number} if self.part_number else ""


def as_sentence(cited: Citation) -> str:
    """The reference in the active language, as it is copied into a text."""
    year = cited.published_on.year
    if not cited.part:
        return f"{cited.publisher} ({year}). {cited.title}, {cited.edition}. {LICENCE}. {cited.address}"
    within = gettext("In: %(title)s, %(edition)s.") % {"title": cited.title, "edition": cited.edition}
    step = f" {cited.step}." if cited.step else ""
    return f"{cited.publisher} ({year}). {cited.part}.{step} {within} {LICENCE}. {cited.address}"


def bibtex(cited: Citation) -> str:
    """An @incollection entry for a step, a @techreport for an edition; UTF-8."""
    key = f"yhes{cited.published_on.year}edition{cited.number}"
    if cited.part:
        key += "step" + cited.part_number.replace(".", "-")
        fields = {"title": cited.part, "booktitle": cited.title, "chapter": cited.part_number}
    else:
        fields = {"title": cited.title}
    fields |= {
        "author": f"{{{_tex(cited.publisher)}}}",
        "institution" if not cited.part else "publisher": cited.publisher,
        "year": str(cited.published_on.year),
        "edition": str(cited.number),
        "url": cited.address,
        "note": LICENCE,
    }
    raw = {"author", "url"}
    lines = [f"  {name} = {{{value if name in raw else _tex(value)}}}" for name, value in fields.items()]
    kind = "incollection" if cited.part else "techreport"
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def ris(cited: Citation) -> str:
    """A CHAP record for a step, RPRT for an edition; lines end in CR LF as the format asks."""
    fields = [("TY", "CHAP" if cited.part else "RPRT"), ("AU", cited.publisher)]
    fields += [("TI", cited.part), ("T2", cited.title)] if cited.part else [("TI", cited.title)]
    fields += [
        ("PB", cited.publisher),
        ("PY", str(cited.published_on.year)),
        ("DA", cited.published_on.strftime("%Y/%m/%d")),
        ("ET", str(cited.number)),
        ("LA", cited.language),
        ("UR", cited.address),
        ("N1", LICENCE),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields)


def _tex(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in _line(text))


def _line(text: str) -> str:
    return " ".join(text.split())
