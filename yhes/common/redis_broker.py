"""The production broker: kombu's Redis transport, made to survive the loss of its connection.

A worker acknowledges a message when the work is done. When Redis goes away in between, Celery
first lets go of the connection and then closes its channels, and the channel that still owes the
acknowledgement asks the connection, which is gone, for its address. kombu 5.7 answers with an
AttributeError; Celery knows no way back from one and ends the worker. Here it is what it is, a lost
connection, which Celery logs before it connects anew. The work itself is safe: its job row is the truth.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis


class Channel(redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection.client is None:
            raise ConnectionError("the channel has outlived its connection")
        found: dict[str, Any] = super()._connparams(asynchronous=asynchronous)
        return found


class Transport(redis.Transport):
    Channel = Channel


def register() -> None:
    """Make it what `redis://` and `rediss://` stand for."""
    TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), f"{__name__}:Transport"))
