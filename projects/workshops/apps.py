from __future__ import annotations

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "projects.workshops"
    label = "workshops"

    def ready(self) -> None:
        from projects.workshops import demo, evidence, history, offers, personal, reporting, search
        from projects.workshops.services import clock, erasing
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "workshops", provider)
        registry.register("evidence", "workshops", evidence.figures)
        registry.register("search", "workshops", search.kinds)
        registry.register("report", "workshops", reporting.sections)
        registry.register("personal_data", "workshops", personal.personal_data)
        registry.register("leaving", "workshops", personal.leaving)
        registry.register("erasing", "workshops", erasing.erase_everywhere)
        registry.register("lasting", "workshops", history.lasting)
        registry.register("tick", "workshops.reminders", clock.remind)
        registry.register("tick", "workshops.letters", clock.resume_letters)
        registry.register("tick", "workshops.forgetting", clock.forget)
        registry.register("demo", "workshops", demo.load)
