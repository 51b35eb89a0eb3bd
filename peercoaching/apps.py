from __future__ import annotations

from django.apps import AppConfig


class PeerCoachingConfig(AppConfig):
    name = "peercoaching"
    label = "peercoaching"

    def ready(self) -> None:
        from peercoaching import demo, evidence, offers, personal, reporting, search
        from peercoaching.services import erasing, networks, pairing, requests
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "peercoaching", provider)
        registry.register("evidence", "peercoaching", evidence.figures)
        registry.register("search", "peercoaching", search.kinds)
        registry.register("report", "peercoaching", reporting.sections)
        registry.register("personal_data", "peercoaching", personal.personal_data)
        registry.register("leaving", "peercoaching", personal.leaving)
        registry.register("erasing", "peercoaching", erasing.erase_everywhere)
        registry.register("tick", "peercoaching.passing_on", pairing.pass_on)
        registry.register("tick", "peercoaching.reminders", pairing.remind)
        registry.register("tick", "peercoaching.accounts", networks.join_accounts)
        registry.register("tick", "peercoaching.forgetting", requests.forget)
        registry.register("demo", "peercoaching", demo.load)
