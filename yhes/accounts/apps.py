from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yhes.accounts"
    label = "accounts"

    def ready(self) -> None:
        from yhes.accounts import checks, services  # noqa: F401 -- checks register themselves
        from yhes.common import registry

        registry.register("personal_data", "account", services.own_data)
        registry.register("holding", "accounts", services.holding)
        registry.register("tick", "accounts.sessions", services.forget_ended_sessions)
