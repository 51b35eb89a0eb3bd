"""How often somebody may do something on a public form. The cache counts; nothing is stored elsewhere."""

from __future__ import annotations

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def allows(name: str, who: str, *, limit: int, seconds: int) -> bool:
    """Whether `who` may do `name` once more: `limit` times within `seconds` from the first.

    Of `who` (an address, say) only a hash is kept, and only that long.
    """
    key = f"throttle:{name}:{sha256(who.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= limit
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return True


def network_address(request: HttpRequest) -> str:
    """Where the request came from, behind as many proxies as the settings trust."""
    return str(get_adapter(request).get_client_ip(request) or "")
