"""Which kinds of job exist, and what a handler is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yhes.common.errors import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from yhes.common.jobs.lease import Lease

Handler = Callable[["Context"], dict[str, Any] | None]


class JobFailed(DomainError):
    """The work cannot succeed by trying again; the message tells the person what to do."""


class LeaseLost(Exception):
    """Another worker has taken the job over: stop without touching anything more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` says to a person what is being done: "Counting the answers"."""

    name: str
    handler: Handler
    queue: str
    label: StrOrPromise


_kinds: dict[str, Kind] = {}


def job(name: str, *, label: StrOrPromise, queue: str = "default") -> Callable[[Handler], Handler]:
    """Decorator for a handler in an app's tasks: `@job("surveys.close_round", label=_("Counting …"))`.

    The handler takes a Context and may return a JSON-able result; "url" in it is where a person
    finds what the work has made.
    """

    def register(handler: Handler) -> Handler:
        _kinds[name] = Kind(name, handler, queue, label)
        return handler

    return register


def kind(name: str) -> Kind:
    """Raises KeyError for a kind nobody registered."""
    return _kinds[name]


def is_known(name: str) -> bool:
    return name in _kinds


def names() -> list[str]:
    return list(_kinds)


class Context:
    """What a handler sees of its job."""

    def __init__(self, payload: dict[str, Any], lease: Lease) -> None:
        self.payload = payload
        self._lease = lease

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell how far the work is; shown to people within a second, even inside a transaction.

        (On SQLite, once the transaction has ended.) Raises LeaseLost when another worker has taken over.
        """
        self._lease.report(done, total, message)

    def confirm(self) -> None:
        """Call right before the step that must not happen twice (renaming a finished file).

        Inside a transaction nobody can take over between this call and the commit. Raises LeaseLost
        if another worker has.
        """
        self._lease.confirm()
