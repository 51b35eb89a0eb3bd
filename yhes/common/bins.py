"""The bin: what is deleted in a project waits there for thirty days and can be brought back as it was.

One mechanism for every room. A room does four things:

1. Its model is `Binned` (or takes over the field), and its lists, counts and public pages ask for
   `present()`, or filter by `KEPT` where a queryset of its own stands in the way.
2. Its service deletes with `put_in(row)` and brings back with `take_out(row)`, both inside its own
   transaction and with its own rules, records and refusals.
3. It registers its kinds of things: `registry.register("bin", "plans", bins.kinds)`, where `kinds()` yields
   a `BinKind` for each. The project's bin (yhes/desk/views/bins.py, `desk:bin`) then lists them with
   everybody else's, and `desk:bin_restore` with the kind's name and the row's key brings one back: use that
   address for "Undo" too.
4. Nothing more: the clock deletes for good what has waited for BIN_DAYS days (`empty`, a `tick`).

What is not kept as a row but can be made again of the audit trail (a partner who was taken out) has its kind
too: its rows are then the events of the removals, with `day="at"`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from yhes.common import registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BIN_DAYS: Final = 30
KEPT: Final = Q(deleted_at__isnull=True)
BINNED: Final = Q(deleted_at__isnull=False)


class BinnedQuerySet(models.QuerySet[Any]):
    def present(self) -> Self:
        """What has not been deleted."""
        return self.filter(KEPT)

    def in_bin(self) -> Self:
        """What can still be brought back, whether or not the clock has come by."""
        return self.filter(deleted_at__gte=timezone.now() - timedelta(days=BIN_DAYS))


class Binned(models.Model):
    """`deleted_at` says since when a row is in the bin; `objects` of a model is of a BinnedQuerySet."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class BinKind:
    """One kind of things that can be in a project's bin.

    name: its word in addresses, unique among all rooms ("milestone", "plan-action").
    label: what one of them is called ("milestone").
    waiting(user, project): what is in the bin and this person may bring back; None: nothing, ever. With
      whatever `title`, `note` and `where` read, so that a page of them asks no more.
    restore(item=…, actor=…): the room's own service; raises DomainErrors.
    where(item): the address at which it is read once it is back.
    forget(long_ago): deletes for good what was deleted before that; None: there is no row to delete.
    day: the field that says since when. title, note: its name, and what it belongs to ("" for nothing).
    """

    name: str
    label: StrOrPromise
    waiting: Callable[[Any, Any], models.QuerySet[Any] | None]
    restore: Callable[..., object]
    where: Callable[[Any], str]
    forget: Callable[[datetime], object] | None = None
    day: str = "deleted_at"
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda _item: ""


def put_in(row: Any) -> bool:
    """Into the bin; False when it is there already. The row is the caller's, locked."""
    if row.deleted_at is not None:
        return False
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    return True


def take_out(row: Any) -> bool:
    """Out of the bin; False when it is not in it. The row is the caller's, locked."""
    if row.deleted_at is None:
        return False
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    return True


def forgetting(model: type[models.Model]) -> Callable[[datetime], object]:
    """A BinKind's `forget` for rows that leave nothing else behind."""

    def forget(long_ago: datetime) -> object:
        return model._default_manager.filter(deleted_at__lt=long_ago).delete()

    return forget


def kinds() -> Iterator[BinKind]:
    """Of every room, in the order of their registration."""
    for provider in registry.providers("bin").values():
        yield from provider()


def empty(now: datetime) -> None:
    """Registered as a `tick`: what has been in a bin for BIN_DAYS days is gone for good."""
    for kind in kinds():
        if kind.forget is not None:
            kind.forget(now - timedelta(days=BIN_DAYS))
