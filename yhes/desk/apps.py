from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yhes.desk"
    label = "desk"

    def ready(self) -> None:
        from yhes.common import registry
        from yhes.desk import offers
        from yhes.desk.search import index

        registry.register("rail", "desk", offers.rail)
        registry.register("tick", "desk.search", index.tick)
        registry.register("demo", "desk", index.load_demo)
