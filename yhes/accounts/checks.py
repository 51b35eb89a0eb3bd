"""Settings that contradict each other stop the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from yhes.accounts.demo import LOCAL_HOSTS


@register(Tags.security)
def demo_stays_on_this_machine(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demo mode signs anybody in with one click, so no other host may serve it."""
    if not settings.DEMO:
        return []
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).hostname or ""}
    foreign = sorted(hosts - set(LOCAL_HOSTS))
    if not foreign:
        return []
    return [
        Error(
            f"Demo mode (YHES_DEMO) serves this machine only, but other hosts are set: {', '.join(foreign)}.",
            hint="Unset YHES_DEMO, or keep ALLOWED_HOSTS and SITE_URL to 127.0.0.1 and localhost.",
            id="accounts.E001",
        )
    ]
