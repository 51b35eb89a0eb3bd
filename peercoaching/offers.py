"""What peer coaching offers to the desk (see apps.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peercoaching import access, links
from peercoaching.models import CoachingRequest, CoachNetwork, Pairing
from projects.register.models import Project
from yhes.common.registry import Kind, NavItem, Provider, RailItem, Todo

PATIENCE_DAYS = 7  # after that a request or proposal without an answer is late


def project_page(project: Project) -> Iterator[NavItem]:
    """The networks' public pages, where anybody asks for a coach."""
    for network in CoachNetwork.objects.published().filter(project=project).order_by("pk"):
        label = _("Peer coaches: %(network)s") % {"network": network}
        yield NavItem(60, label, reverse("peercoaching:network", args=[network.slug]))


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    """The badge: what waits for this person. For the coordinator, requests with nobody asked."""
    if access.can_manage(user, project):
        waiting = _without_coach(project).count()
    elif access.is_coach(user, project):
        waiting = _unanswered(user, project).count()
    else:
        return
    url = reverse("peercoaching:room", args=[project.slug])
    yield RailItem(60, _("Peer coaching"), "comment", url, badge=waiting)


def todo(user: Any, project: Project) -> Iterator[Todo]:
    if access.can_manage(user, project):
        yield from _find_coaches(project)
    for pairing in _unanswered(user, project).select_related("request"):
        yield _answer(pairing)


def _without_coach(project: Project) -> Any:
    return CoachingRequest.objects.filter(network__project=project, state=CoachingRequest.State.OPEN)


def _unanswered(user: Any, project: Project) -> Any:
    return Pairing.objects.filter(
        coach__user=user.pk, request__network__project=project, state=Pairing.State.PROPOSED
    ).order_by("proposed_at", "pk")


def _find_coaches(project: Project) -> Iterator[Todo]:
    """One thing for all requests for which the network has nobody left to ask."""
    waiting = list(_without_coach(project).order_by("confirmed_at", "pk"))
    if not waiting:
        return
    first = waiting[0]
    days = (timezone.now() - (first.confirmed_at or first.created_at)).days
    title = ngettext(
        "%(count)s request waits for a coach", "%(count)s requests wait for a coach", len(waiting)
    )
    room = reverse("peercoaching:room", args=[project.slug])
    one = reverse("peercoaching:request", args=[project.slug, first.pk])
    yield Todo(
        urgency=PATIENCE_DAYS - days,
        title=title % {"count": len(waiting)},
        detail=_("Nobody is being asked: choose a coach, or add one to the network."),
        icon="comment",
        url=one if len(waiting) == 1 else f"{room}?state=open",
        action=_("Find a coach"),
        when=_waited(days),
        is_late=days >= PATIENCE_DAYS,
    )


def _answer(pairing: Pairing) -> Todo:
    assert pairing.coach_id is not None
    days = (timezone.now() - pairing.proposed_at).days
    token = links.proposal_token(pairing.request_id, pairing.coach_id)
    return Todo(
        urgency=PATIENCE_DAYS - days,
        title=_("Answer a coaching request"),
        detail=str(pairing.request.get_topic_display()),
        icon="comment",
        url=reverse("peercoaching:answer", args=[token]),
        action=_("Look at the request"),
        when=_waited(days),
        is_late=days >= PATIENCE_DAYS,
    )


def _waited(days: int) -> str:
    return ngettext("%(count)s day waited", "%(count)s days waited", days) % {"count": days}


PROVIDERS: dict[Kind, Provider] = {"project_page": project_page, "rail": rail, "todo": todo}
