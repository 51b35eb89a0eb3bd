"""Whoever ordered is forgotten on time, or when their account goes; that there was an order stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from projects.register.models import Project
from surveys.models import Round, SurveyOrder
from surveys.services import deletions
from surveys.services.orders.placing import lock, settle
from yhes.common import audit
from yhes.common.mail import letters

log = structlog.get_logger(__name__)

State = SurveyOrder.State


@transaction.atomic
def forget_orders(now: datetime) -> None:
    """Called by the clock. Unconfirmed: gone after a week. Refused or taken back: nameless after 30 days.

    Accepted: with the invitations of its round, or 30 days after the draft was deleted; a year after
    accepting when the round was never opened. The letters that were sent go too.
    """
    unconfirmed = SurveyOrder.objects.unconfirmed_since(now - SurveyOrder.CONFIRM_WITHIN)
    ended = list(SurveyOrder.objects.filter(_over(now)).exclude(email="").order_by("pk"))
    if addresses := {order.email for order in (*unconfirmed, *ended)}:
        letters.forget_sent(addresses)
        for order in ended:
            _erase(order)
        _write_down(list(unconfirmed), ended)
        unconfirmed.delete()


def _write_down(unconfirmed: list[SurveyOrder], ended: list[SurveyOrder]) -> None:
    """How many, in each project's log of deletions."""
    log.info("orders forgotten", unconfirmed=len(unconfirmed), ended=len(ended))
    deleted, erased = (Counter(order.project_id for order in orders) for orders in (unconfirmed, ended))
    for project in Project.objects.filter(pk__in=deleted.keys() | erased.keys()):
        deletions.record_orders(project, orders=deleted[project.pk], orderers=erased[project.pk])


def _over(now: datetime) -> Q:
    refused = Q(state__in=[State.DECLINED, State.WITHDRAWN])
    gone = Q(state=State.ACCEPTED, round__isnull=True)
    invitations_gone = now - timedelta(days=Round.INVITATIONS_KEPT_DAYS)
    counted = [Round.State.COUNTED, Round.State.PURGED]
    return (
        (refused | gone) & Q(decided_at__lte=now - SurveyOrder.KEPT_AFTER_REFUSAL)
        | Q(state=State.ACCEPTED, round__closed_at__lte=invitations_gone, round__state__in=counted)
        | Q(
            state=State.ACCEPTED,
            round__opened_at__isnull=True,
            decided_at__lte=now - SurveyOrder.KEPT_AS_DRAFT,
        )
    )


@transaction.atomic
def erase_everywhere(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: orders from an account's addresses; one that waits is withdrawn by it."""
    mine = {address.lower() for address in addresses}
    for order in SurveyOrder.objects.filter(email__in=mine).order_by("pk"):
        locked = lock(order)
        if locked.may_be_withdrawn:
            settle(locked, State.WITHDRAWN)
        letters.forget_sent([locked.email])
        _erase(locked)


def _erase(order: SurveyOrder) -> None:
    """Blank the person, and write down that it was done."""
    order.name = order.email = order.message = ""
    order.save(update_fields=["name", "email", "message"])
    audit.record(actor=None, action="surveys.order_forgotten", on=order, project_id=order.project_id)
