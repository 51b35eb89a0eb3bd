from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from yhes.common import form_words

form_words.use()  # apps are read before their forms are


class CommonConfig(AppConfig):
    name = "yhes.common"
    label = "common"

    def ready(self) -> None:
        from yhes.common import bins, checks, registry, trail  # noqa: F401 -- checks register themselves

        registry.register("tick", "bins", bins.empty)
        registry.register("tick", "trail", trail.forget_texts)
        # The web process must know the job kinds too: it chooses their queues.
        autodiscover_modules("tasks")
