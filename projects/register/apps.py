from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "projects.register"
    label = "register"

    def ready(self) -> None:
        from projects.register import tasks  # noqa: F401 -- jobs register themselves
        from projects.register.groups.registering import register_groups

        _offer_to_the_desk()
        _bring_back()
        _answer_for_people()
        register_groups()
        _follow_the_clock()


def _offer_to_the_desk() -> None:
    from projects.register import evidence, goals, offers, reporting, search, timeline
    from projects.register.followup import offers as followup
    from projects.register.followup import search as followup_search
    from yhes.common import registry

    for kind, provider in offers.PROVIDERS.items():
        registry.register(kind, "register", provider)
    for kind, provider in followup.PROVIDERS.items():
        registry.register(kind, "register.followup", provider)
    registry.register("overview", "register.goals", goals.overview)
    registry.register("timeline", "register", timeline.events)
    registry.register("search", "register", search.kinds)
    registry.register("search", "register.followup", followup_search.kinds)
    registry.register("report", "register", reporting.sections)
    registry.register("evidence", "register", evidence.figures)


def _bring_back() -> None:
    """What can be brought back or set back, and what of it stays in the trail."""
    from projects.register import bins, changeable, history
    from yhes.common import registry

    registry.register("bin", "register", bins.kinds)
    registry.register("changeable", "register", changeable.kinds)
    registry.register("lasting", "register", history.lasting)


def _answer_for_people() -> None:
    from projects.register import personal
    from projects.register.services import invitations
    from yhes.common import registry

    registry.register("invitation", "register", invitations.offer)
    registry.register("personal_data", "register", personal.personal_data)
    registry.register("leaving", "register", personal.leaving)
    registry.register("erasing", "register", personal.erase)
    registry.register("holding", "register", personal.holding)


def _follow_the_clock() -> None:
    from projects.register.services import confirming, documents, importing, invitations
    from projects.register.services.logos import sweep_logos
    from yhes.common import registry

    registry.register("tick", "register.invitations", invitations.forget_ended_invitations)
    registry.register("tick", "register.imports", importing.forget_imports)
    registry.register("tick", "register.stray_documents", documents.sweep_documents)
    registry.register("tick", "register.contact_links", confirming.forget_contact_links)
    registry.register("tick", "register.stray_logos", sweep_logos)
