from __future__ import annotations

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "projects.workshops"
    label = "workshops"

    def ready(self) -> None:
        from projects.workshops import demo, evidence, offers, personal
        from projects.workshops.services import remember_and_forget
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "workshops", provider)
        registry.register("evidence", "workshops", evidence.figures)
        registry.register("personal_data", "workshops", personal.personal_data)
        registry.register("tick", "workshops", remember_and_forget)
        registry.register("demo", "workshops", demo.load)
