"""Names of files as they are given back: whatever was sent, nothing in them can do harm."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 100  # characters before the ending
_NOT_KEPT = re.compile(r'[\\/:*?"<>|;%]+')


def harmless_name(sent: str, ending: str) -> str:
    """The last part of the path, without control and direction signs, with the ending its content has.

    "../../etc/passwd" → "passwd.txt"; "lasku.pdf.exe" that is a PDF → "lasku.pdf".
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", sent))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem = _NOT_KEPT.sub(" ", visible)
    while (cut := stem.rpartition("."))[0] and 1 <= len(cut[2]) <= 5 and cut[2].isalnum():
        stem = cut[0]
    stem = " ".join(stem.split()).strip(". -")[:_LONGEST].strip(". ")
    return f"{stem or 'document'}.{ending}"
