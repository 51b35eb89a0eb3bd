from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "projects.register"
    label = "register"

    def ready(self) -> None:
        from projects.register import (
            evidence,
            offers,
            personal,
            search,
            tasks,  # noqa: F401 -- jobs register themselves
        )
        from projects.register.followup import offers as followup
        from projects.register.services import documents, empty_bins, importing, invitations
        from yhes.common import registry

        registry.register("invitation", "register", invitations.offer)
        registry.register("search", "register", search.kinds)
        registry.register("personal_data", "register", personal.personal_data)
        registry.register("leaving", "register", personal.leaving)
        registry.register("erasing", "register", personal.erase)
        registry.register("holding", "register", personal.holding)
        registry.register("tick", "register.invitations", invitations.forget_ended_invitations)
        registry.register("tick", "register.imports", importing.forget_imports)
        for kind, provider in offers.PROVIDERS.items():
            registry.register(kind, "register", provider)
        for kind, provider in followup.PROVIDERS.items():
            registry.register(kind, "register.followup", provider)
        registry.register("tick", "register.bins", empty_bins)
        registry.register("tick", "register.document_bins", documents.empty_document_bins)
        registry.register("tick", "register.stray_documents", documents.sweep_documents)
        registry.register("evidence", "register", evidence.figures)
