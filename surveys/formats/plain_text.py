"""Text from strangers' files as plain text: HTML cleaned away, line breaks kept, nothing unshowable."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

# Elements after which a reader sees a new line; nh3 takes all others and the contents of scripts away.
_BLOCKS = {
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
}
_BREAKS = re.compile(r"</?(?:" + "|".join(sorted(_BLOCKS, key=len, reverse=True)) + r")\s*/?>")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z]{2,8}|#[0-9xX]{1,6});")
_SPACES = re.compile(r"[ \t\u00a0]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_REMOVED = frozenset({"Cc", "Cs", "Co", "Cn"})
# They turn the direction of the text after them, or hide inside a word.
_INVISIBLE = frozenset(map(chr, (0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def from_html(text: str) -> str:
    """The words of a text that may hold HTML, as a person would have read them."""
    if not _LOOKS_LIKE_HTML.search(text):
        return clean(text)
    # A line break in HTML source is a space.
    kept = nh3.clean(text.replace("\n", " ").replace("\r", " "), tags=_BLOCKS, attributes={})
    return clean(html.unescape(_BREAKS.sub("\n", kept)))


def clean(text: str) -> str:
    """Composed (NFC), line ends as LF, no control characters, no run of spaces or empty lines."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = "".join(
        character
        for character in unified
        if character == "\n"
        or (character not in _INVISIBLE and unicodedata.category(character) not in _REMOVED)
    )
    lines = (_SPACES.sub(" ", line).strip() for line in unicodedata.normalize("NFC", shown).split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def has_html(text: str) -> bool:
    """Whether `from_html` would take anything but spaces away."""
    return bool(_LOOKS_LIKE_HTML.search(text))
