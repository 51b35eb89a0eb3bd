from __future__ import annotations

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    label = "roadmap"

    def ready(self) -> None:
        from roadmap import demo, offers, search
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "roadmap", provider)
        registry.register("search", "roadmap", search.kinds)
        registry.register("demo", "roadmap", demo.load)
