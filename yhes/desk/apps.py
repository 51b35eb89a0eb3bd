from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yhes.desk"
    label = "desk"

    def ready(self) -> None:
        from yhes.common import registry
        from yhes.desk import offers

        registry.register("rail", "desk", offers.rail)
