"""What peer coaching lets others quote: counts of regions with a coach, coaches and sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from peercoaching.models import Coach, CoachNetwork, Session
from projects.register.models import Project, Region
from yhes.common.figures import Audience, Figure, Unit
from yhes.common.words import in_every_language


def figures(project: Project, *, audience: Audience) -> Sequence[Figure]:
    """Counts per project; nothing about a request or a person. The public get public networks' only."""
    networks = list(CoachNetwork.objects.filter(project=project).select_related("project").order_by("pk"))
    if audience == "public":
        networks = [network for network in networks if network.may_be_read_by_anyone]
    if not networks:
        return []
    coaches = Coach.objects.filter(network__in=networks, left_at__isnull=True)
    count = coaches.count()
    sessions = Session.objects.filter(pairing__request__network__in=networks).count()
    regions = Region.objects.filter(pk__in=coaches.values("regions")).count()
    of = Region.objects.count()

    def make(key: str, value: int, label: Callable[[], str], unit: Unit = "count") -> Figure:
        return _figure(f"project-{project.pk}:{key}", networks, value, label, unit, of)

    return [
        make("regions", regions, lambda: gettext("regions with a peer coach"), "share"),
        make("coaches", count, lambda: ngettext("peer coach", "peer coaches", count)),
        make("sessions", sessions, lambda: ngettext("coaching session", "coaching sessions", sessions)),
    ]


def _figure(
    key: str, networks: list[CoachNetwork], value: int, label: Callable[[], str], unit: Unit, regions: int
) -> Figure:
    today = timezone.localdate()

    def source() -> str:
        return gettext("Counted on %(date)s") % {"date": date_format(today, "SHORT_DATE_FORMAT")}

    public = next((network for network in networks if network.may_be_read_by_anyone), None)
    return Figure(
        key=f"peercoaching:{key}",
        source="peercoaching",
        value=value,
        unit=unit,
        of=regions if unit == "share" else None,
        label=in_every_language(label),
        source_line=in_every_language(source),
        as_of=today,
        address=reverse("peercoaching_id:network", args=[public.pk]) if public else "",
        is_example=any(network.is_example for network in networks),
    )
