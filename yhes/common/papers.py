"""A finished file in its place: whole or not at all, whoever is killed when."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4


def put_in_place(place: Path, content: bytes, *, confirm: Callable[[], None]) -> None:
    """Write beside the place, sync to disk, then rename; safe to repeat at any point.

    confirm: called right before the rename; raises when another worker has taken the job over, and then
    nothing is touched.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    for left in place.parent.glob(f".{place.name}.*.part"):
        left.unlink(missing_ok=True)  # of a worker that was killed
    part = place.with_name(f".{place.name}.{uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        confirm()
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
