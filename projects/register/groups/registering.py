"""What groups register with the rest of the portal (called by the app's `ready`)."""

from __future__ import annotations

from projects.register.groups import (
    bins,
    changeable,
    offers,
    papers,
    personal,
    search,
    tasks,  # noqa: F401 -- jobs register themselves
)
from projects.register.services.groups import erase_addresses, forget_people, resume_letters
from projects.register.services.groups.pdfs import forget_pdfs
from yhes.common import registry


def register_groups() -> None:
    for kind, provider in offers.PROVIDERS.items():
        registry.register(kind, "register.groups", provider)
    registry.register("bin", "register.groups", bins.kinds)
    registry.register("changeable", "register.groups", changeable.kinds)
    registry.register("search", "register.groups", search.kinds)
    registry.register("lasting", "register.groups", papers.lasting)
    registry.register("personal_data", "register.groups", personal.personal_data)
    registry.register("leaving", "register.groups", personal.leaving)
    registry.register("erasing", "register.groups", erase_addresses)
    registry.register("tick", "register.group_letters", resume_letters)
    registry.register("tick", "register.group_people", forget_people)
    registry.register("tick", "register.meeting_pdfs", forget_pdfs)
