"""The secret of the embedded default: made once, on this machine, for nobody else."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def embedded_secret(path: Path) -> str:
    """The secret in `path`, made there (readable by its owner only) when it does not exist yet.

    Written beside its place and linked into it, so that two processes that start together agree
    on one and neither ever reads half of it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
