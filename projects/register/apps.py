from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "projects.register"
    label = "register"

    def ready(self) -> None:
        from projects.register import evidence, offers, personal
        from projects.register.services import invitations
        from yhes.common import registry

        registry.register("invitation", "register", invitations.offer)
        registry.register("personal_data", "register", personal.personal_data)
        registry.register("leaving", "register", personal.leaving)
        registry.register("holding", "register", personal.holding)
        registry.register("tick", "register.invitations", invitations.forget_ended_invitations)
        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "register", provider)
        registry.register("evidence", "register", evidence.figures)
