"""Every address of the project, found by walking the resolver, and how a test visits one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, converters, get_resolver, reverse

from tests.contracts.world import Values

LEFT_OUT = {"admin"}  # Django's own pages; who may enter them at all is a test of its own
NOTHING: Mapping[type, Any] = {
    converters.IntConverter: 987654,
    converters.SlugConverter: "ei-ole",
    converters.StringConverter: "ei-ole",
    converters.PathConverter: "ei-ole",
    converters.UUIDConverter: UUID(int=7),
}


@dataclass(frozen=True)
class Address:
    """An address by name, with the arguments it takes: "surveys:round" takes project and pk."""

    name: str
    converters: Mapping[str, Any]
    view: Any

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(self.converters)

    @property
    def is_public(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def is_of_project(self) -> bool:
        return "project" in self.arguments

    def url(self, values: Values, **changes: Any) -> str:
        """The address of what `values` name (see World), but for `changes`."""
        return reverse(self.name, kwargs=self.named(values) | changes)

    def named(self, values: Values) -> dict[str, Any]:
        """Argument → value, as `World` tells them."""
        namespace = self.name.rpartition(":")[0]
        found = {}
        for argument in self.arguments:
            keys = (f"{self.name}.{argument}", f"{namespace}.{argument}", argument)
            key = next((key for key in keys if key in values), None)
            assert key, f"tests/contracts/world.py has no {argument!r} for {self.name}"
            found[argument] = values[key]
        return found

    def nowhere(self) -> dict[str, Any]:
        """Arguments that name nothing."""
        return {name: NOTHING[type(made)] for name, made in self.converters.items()}


def every_address() -> list[Address]:
    return sorted(_walk(get_resolver()), key=lambda address: address.name)


def _walk(
    resolver: URLResolver, space: str = "", arguments: Mapping[str, Any] | None = None
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        taken = {**(arguments or {}), **entry.pattern.converters}
        if isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name or entry.pattern}", taken, entry.callback)
        elif entry.namespace not in LEFT_OUT:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, taken)


def verdict(response: Any, method: str) -> str:
    """What happened, in the words of verdicts.py."""
    if response.status_code in (301, 302, 303):
        return _led_to(response["Location"], method)
    has_shown = response.status_code == 200 or (method == "POST" and response.status_code in (400, 409))
    return "ok" if has_shown else str(response.status_code)


def _led_to(target: str, method: str) -> str:
    if target.startswith(reverse(settings.LOGIN_URL)):
        return "in"
    confirming = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index")
    if target.partition("?")[0] in {reverse(name) for name in confirming}:
        return "2f"
    return "ok" if method == "POST" else "->"


def visit(client: Client, method: str, url: str, data: Values | None = None) -> Any:
    return client.post(url, data or {}) if method == "POST" else client.get(url)


def body(response: Any, url: str) -> str:
    """What the person reads, without what differs from one request to the next."""
    text = response.content.decode().replace(url, "")
    for code, _name in settings.LANGUAGES:
        text = re.sub(rf'href="/{code}/[^"]*"', "", text)
    return re.sub(r'(nonce|value)="[^"]+"', "", text)
