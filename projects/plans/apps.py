from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "projects.plans"
    label = "plans"

    def ready(self) -> None:
        from projects.plans import demo, evidence, offers, personal, services
        from projects.plans.services import importing
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "plans", provider)
        registry.register("evidence", "plans", evidence.figures)
        registry.register("personal_data", "plans", personal.personal_data)
        registry.register("leaving", "plans", personal.leaving)
        registry.register("tick", "plans.bin", services.empty_bins)
        registry.register("tick", "plans.imports", importing.forget_imports)
        registry.register("demo", "plans", demo.load)
