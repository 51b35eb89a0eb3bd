from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yhes.site"
    label = "site"

    def ready(self) -> None:
        from yhes.common import registry
        from yhes.site import search

        registry.register("search", "site", search.kinds)
