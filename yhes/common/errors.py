"""Errors that a person can read and act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DomainError(Exception):
    """A rule said no. The message is fit for the person who tried, in their language.

    Services raise subclasses; views show the message beside what was typed. `field` names the form
    field that the message belongs to; "" when it is about the whole.
    """

    field: ClassVar[str] = ""


class WordedError(DomainError):
    """An error whose words stand with its class; `values` fill the places in them."""

    message: ClassVar[StrOrPromise] = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(str(self.message) % values if values else str(self.message))
