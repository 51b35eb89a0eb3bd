"""Bringing database and static files up to date before the portal is served."""

from __future__ import annotations

import inspect
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.module_loading import import_string


def prepare() -> None:
    """Quick when there is nothing to do."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_instruments", verbosity=0)
    if settings.HASHED_STATIC:
        collect_static()


def collect_static() -> None:
    """Unless all that is served is as it was."""
    stamp = settings.VAR_DIR / "static.sha256"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def _fingerprint() -> str:
    """Changes whenever a static file of the project or of a package does, or the storage that serves them.

    Of the storage its name and its code: what is collected is bundled and shortened by it.
    """
    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    digest = sha256(backend.encode())
    digest.update(_source(backend))
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = storage.size(path), storage.get_modified_time(path).timestamp()
            digest.update(f"{path} {state}\n".encode())
    return digest.hexdigest()


def _source(backend: str) -> bytes:
    return Path(inspect.getfile(import_string(backend))).read_bytes()
