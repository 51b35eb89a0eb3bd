"""Plans and what is in them, and the addresses of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from projects.plans import services
from projects.plans.models import Action, ActionPlan, Aim, SteppingStone
from projects.register.models import Organisation, Project


def address(name: str, *args: Any) -> str:
    """The address of one of the plans' pages, in English."""
    with translation.override("en"):
        return reverse(f"plans:{name}", args=args)


def page(name: str, plan: ActionPlan, *args: Any) -> str:
    return address(name, plan.project.slug, plan.slug, *args)


def make_plan(
    project: Project, organisation: Organisation | None = None, title: str = "Yhdessä", **facts: Any
) -> ActionPlan:
    """A draft."""
    present = {"title_fi": title, "vision_fi": "Kehitetään yhdessä."}
    return services.create_plan(project=project, organisation=organisation, facts=present | facts)


def make_aim(plan: ActionPlan, title: str = "Aikaa kehittämiselle") -> Aim:
    return services.save_part(plan=plan, part=Aim(plan=plan), facts={"title_fi": title})


def make_action(
    aim: Aim, title: str = "Varataan iltapäivä", *, days: int | None = None, **facts: Any
) -> Action:
    """To be done in so many days from today."""
    due = None if days is None else timezone.localdate() + timedelta(days=days)
    columns = {"title_fi": title, "aim": aim, "due_on": due, **facts}
    return services.save_part(plan=aim.plan, part=Action(), facts=columns)


def make_stone(plan: ActionPlan, year: int, title: str = "Yhteinen lukujärjestys") -> SteppingStone:
    return services.save_part(
        plan=plan, part=SteppingStone(plan=plan), facts={"title_fi": title, "year": year}
    )


def publish(plan: ActionPlan) -> ActionPlan:
    return services.set_plan_state(plan=plan, state="published")
