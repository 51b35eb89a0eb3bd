"""The shared cache in Redis, which may go away without taking the site with it."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from typing import Any, ClassVar

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisSerializer
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = structlog.get_logger(__name__)

PAUSE = 5.0  # seconds for which a Redis that did not answer is left alone
IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 3, "retry": Retry(NoBackoff(), 0)}


def _forgiving(name: str) -> Callable[..., Any]:
    """RedisCache's method, or that of this process's own memory while Redis is away."""

    def method(self: ForgivingCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= ForgivingCache.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                ForgivingCache.away_until = time.monotonic() + PAUSE
                log.warning("cache away", error=type(error).__name__)
        return getattr(self.meanwhile, name)(*args, **kwargs)

    method.__name__ = name
    return method


class ForgivingCache(RedisCache):
    """A cache is a convenience: pages, limits on attempts and sign-in work without it.

    What was deleted while Redis was away may come back with it, so whoever caches something gives
    it a key that changes with its content, or a timeout that can be lived with.
    """

    away_until: ClassVar[float] = 0.0  # for all threads of the process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**IMPATIENT, **params.get("OPTIONS", {})}
        spare = {**params, "OPTIONS": {"MAX_ENTRIES": options.pop("spare_entries", 1000)}}
        super().__init__(server, {**params, "OPTIONS": options})
        # Caches of different prefixes do not push each other's entries out.
        self.meanwhile = LocMemCache(f"redis-is-away {params.get('KEY_PREFIX', '')}", spare)

    add = _forgiving("add")
    get = _forgiving("get")
    set = _forgiving("set")
    touch = _forgiving("touch")
    delete = _forgiving("delete")
    get_many = _forgiving("get_many")
    has_key = _forgiving("has_key")
    incr = _forgiving("incr")
    set_many = _forgiving("set_many")
    delete_many = _forgiving("delete_many")
    clear = _forgiving("clear")


class Compressed(RedisSerializer):
    """Values as Django stores them, made smaller: for a cache of large texts. Numbers stay countable."""

    def dumps(self, obj: Any) -> Any:
        stored = super().dumps(obj)
        return zlib.compress(stored, 1) if isinstance(stored, bytes) else stored

    def loads(self, data: Any) -> Any:
        try:
            return int(data)
        except ValueError:
            return super().loads(zlib.decompress(data))
