"""Errors that a person can read and act on."""

from __future__ import annotations


class DomainError(Exception):
    """A rule said no. The message is fit for the person who tried, in their language.

    Services raise subclasses; views show the message beside what was typed.
    """
