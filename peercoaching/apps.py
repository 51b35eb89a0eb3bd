from __future__ import annotations

from django.apps import AppConfig


class PeerCoachingConfig(AppConfig):
    name = "peercoaching"
    label = "peercoaching"

    def ready(self) -> None:
        from peercoaching import demo, evidence, offers, personal
        from peercoaching.services import clock
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "peercoaching", provider)
        registry.register("evidence", "peercoaching", evidence.figures)
        registry.register("personal_data", "peercoaching", personal.personal_data)
        registry.register("leaving", "peercoaching", personal.leaving)
        registry.register("tick", "peercoaching", clock.tick)
        registry.register("demo", "peercoaching", demo.load)
