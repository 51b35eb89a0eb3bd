from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yhes.desk"
    label = "desk"

    def ready(self) -> None:
        from yhes.common import registry
        from yhes.desk import (
            offers,
            personal,
            weekly,
        )
        from yhes.desk.reports import changeable as report_changeable
        from yhes.desk.reports import demo as demo_reports
        from yhes.desk.reports import history as report_history
        from yhes.desk.reports import offers as reports
        from yhes.desk.reports import search as report_search
        from yhes.desk.reports import tasks as report_tasks  # noqa: F401 -- jobs register themselves
        from yhes.desk.search import index

        registry.register("rail", "desk", offers.rail)
        registry.register("personal_data", "desk", personal.personal_data)
        registry.register("account", "desk", offers.account)
        registry.register("tick", "desk.weekly", weekly.tick)
        registry.register("tick", "desk.search", index.tick)
        for kind, provider in reports.PROVIDERS.items():
            registry.register(kind, "desk.reports", provider)
        registry.register("changeable", "desk.reports", report_changeable.kinds)
        registry.register("lasting", "desk.reports", report_history.lasting)
        registry.register("search", "desk.reports", report_search.kinds)
        registry.register("demo", "desk.reports", demo_reports.load)
        registry.register("demo", "desk", index.load_demo)
