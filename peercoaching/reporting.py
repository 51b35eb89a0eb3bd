"""What peer coaching tells a report to the funder: how many met, how often and how long; no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from peercoaching.models import CoachNetwork, Session
from projects.register.models import Project
from yhes.common.reporting import Cell, Column, ReportSection, Table, hours

_PLACE: Final = 800


def sections(project: Project, first: date, last: date, user: Any) -> Iterator[ReportSection]:
    """Registered as `report`; nothing where the project has no network of coaches."""
    networks = list(CoachNetwork.objects.filter(project=project).order_by("pk"))
    if not networks:
        return
    met = Session.objects.filter(pairing__request__network__in=networks, held_on__range=(first, last))
    counted = (
        met.order_by()
        .values("pairing__request__network")
        .annotate(
            sessions=Count("pk"),
            minutes=Sum("minutes"),
            pairs=Count("pairing", distinct=True),
            coaches=Count("pairing__coach", distinct=True),
        )
    )
    by_network = {row["pairing__request__network"]: row for row in counted}
    rows = [_row(network, by_network[network.pk]) for network in networks if network.pk in by_network]
    yield ReportSection(
        "peercoaching:sessions",
        _PLACE,
        _("Peer coaching"),
        tables=(_table(rows),) if rows else (),
        missing="" if rows else _("No coaching sessions were held in the period."),
        advice=_("Coaches write down their sessions on the page of the pair."),
    )


def _row(network: CoachNetwork, counts: Any) -> tuple[Cell, ...]:
    time = hours(counts["minutes"])
    # A pair is a coach and one person who is coached, so that twice as many hours are spent.
    return (network.name, counts["sessions"], counts["pairs"], counts["coaches"], time, 2 * time)


def _table(rows: list[tuple[Cell, ...]]) -> Table:
    head = (
        Column(_("Network")),
        Column(_("Sessions"), "number"),
        Column(_("Pairs that met"), "number"),
        Column(_("Coaches who met"), "number"),
        Column(_("Hours"), "number"),
        Column(_("Participant hours"), "number"),
    )
    note = _("Participant hours count both people of a pair.")
    return Table("sessions", _("Coaching sessions"), head, tuple(rows), note)
