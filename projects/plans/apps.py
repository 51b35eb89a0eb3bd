from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "projects.plans"
    label = "plans"

    def ready(self) -> None:
        from projects.plans import (
            bins,
            changeable,
            demo,
            demo_comparing,
            demo_goals,
            evidence,
            goals,
            history,
            offers,
            personal,
            reporting,
            search,
        )
        from projects.plans.services import importing, papers
        from yhes.common import registry

        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "plans", provider)
        registry.register("evidence", "plans", evidence.figures)
        registry.register("search", "plans", search.kinds)
        registry.register("indicators", "plans", goals.indicators)
        registry.register("report", "plans", reporting.sections)
        registry.register("personal_data", "plans", personal.personal_data)
        registry.register("leaving", "plans", personal.leaving)
        registry.register("bin", "plans", bins.kinds)
        registry.register("changeable", "plans", changeable.kinds)
        registry.register("lasting", "plans", history.lasting)
        registry.register("tick", "plans.imports", importing.forget_imports)
        registry.register("tick", "plans.papers", papers.forget_papers)
        registry.register("demo", "plans", demo.load)
        registry.register("demo", "plans.comparing", demo_comparing.load)
        registry.register("demo", "plans.goals", demo_goals.load)
