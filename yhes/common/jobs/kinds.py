"""Which kinds of job exist, and what a handler is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yhes.common.errors import DomainError

if TYPE_CHECKING:
    from yhes.common.jobs.running import Lease

Handler = Callable[["Context"], dict[str, Any] | None]


class JobFailed(DomainError):
    """The work cannot succeed by trying again; the message tells the person what to do."""


class LeaseLost(Exception):
    """Another worker has taken the job over: stop without touching anything more."""


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    handler: Handler
    queue: str


_kinds: dict[str, Kind] = {}


def job(name: str, *, queue: str = "default") -> Callable[[Handler], Handler]:
    """Decorator for a handler in an app's tasks.py: `@job("surveys.close_round", queue="ballot")`.

    The handler takes a Context and may return a JSON-able result.
    """

    def register(handler: Handler) -> Handler:
        _kinds[name] = Kind(name, handler, queue)
        return handler

    return register


def kind(name: str) -> Kind:
    """Raises KeyError for a kind nobody registered."""
    return _kinds[name]


class Context:
    """What a handler sees of its job."""

    def __init__(self, payload: dict[str, Any], lease: Lease) -> None:
        self.payload = payload
        self._lease = lease

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell how far the work is; shown to people within a second, even inside a transaction."""
        self._lease.report(done, total, message)

    def confirm(self) -> None:
        """Call right before the step that must not happen twice (renaming a finished file).

        Raises LeaseLost if another worker has taken over.
        """
        self._lease.confirm()
