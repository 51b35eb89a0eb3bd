"""What surveys offer to the desk through the registry: a room, things to do and blocks of its first page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys import access, due
from surveys.models import OrderPage
from surveys.presenting.leading import newest_results
from surveys.tiles import tiles_of
from yhes.accounts.models import User
from yhes.common.registry import NavItem, OverviewBlock, RailItem, Todo


def project_page(project: Project) -> Iterator[NavItem]:
    """Where an organisation orders a survey, while orders are taken."""
    if OrderPage.objects.filter(project=project, is_open=True).exists():
        yield NavItem(70, _("Order a survey"), reverse("surveys:order", args=[project.slug]))


def rail(user: User, project: Project) -> Iterator[RailItem]:
    """The room is there for those who field rounds, and for organisations that take part."""
    if access.may_enter(user, project):
        waiting = sum(1 for _matter in due.matters(user, project))
        yield RailItem(50, _("Surveys"), "chart", reverse("surveys:rounds", args=[project.slug]), waiting)


def todo(user: User, project: Project) -> Iterator[Todo]:
    """What the rail counts, in words."""
    for in_words in due.matters(user, project):
        yield in_words()


def overview(user: User, project: Project) -> Iterator[OverviewBlock]:
    """The newest results of who leads an organisation; the response rates of the round that closes next."""
    yield from newest_results(user, project)
    open_rounds = due.rounds_of(user, project).accepting().select_related("project")
    round_ = open_rounds.order_by("closes_at").first()
    if round_:
        url = reverse("surveys:round", args=[project.slug, round_.pk])
        context = {"round": round_, "tiles": tiles_of(user, round_), "url": url}
        yield OverviewBlock(20, "main", "surveys/rounds/overview.html", context)


def create(user: User, project: Project) -> Iterator[NavItem]:
    """What "Create new" offers to coordinators."""
    if access.can_manage(user, project):
        yield NavItem(30, _("Survey round"), reverse("surveys:round_create", args=[project.slug]))
