"""Bringing database and static files up to date before the portal is served."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def prepare() -> None:
    """Quick when there is nothing to do."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_instruments", verbosity=0)
    if settings.HASHED_STATIC:
        _collect_static()


def _collect_static() -> None:
    stamp = settings.VAR_DIR / "static.sha256"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def _fingerprint() -> str:
    """Changes whenever a static file of the project or of a package does, or the storage that serves them."""
    digest = sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = storage.size(path), storage.get_modified_time(path).timestamp()
            digest.update(f"{path} {state}\n".encode())
    return digest.hexdigest()
