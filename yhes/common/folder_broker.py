"""The embedded default's message broker: kombu's file-system transport, made safe to share.

kombu creates a message's file in the folder that the consumer lists and writes to it afterwards,
and does the same with the table of queues. Whoever looks between the two reads an empty file and
ends with an error, and a worker with it. Here a message becomes visible whole, and the table is
read and written under one lock.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        # Wall-clock time first: messages are taken in the order of their names, also after a restart.
        name = f"{time.time_ns():020}_{uuid4()}.{queue}.msg"
        draft = folder / f".{name}"  # belongs to no queue as long as it is called so
        draft.write_text(dumps(payload))
        draft.replace(folder / name)

    def get_table(self, exchange: str) -> Any:
        with self._alone():
            return super().get_table(exchange)

    def _queue_bind(self, *args: Any) -> None:
        with self._alone():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super()._delete(*args, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.control_folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    Channel = Channel


def register() -> None:
    """Make `folder://` a broker address that Celery knows."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
