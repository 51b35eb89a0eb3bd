"""What the person who orders does: writes the order, confirms it from the letter, takes it back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projects.register import business_id
from surveys import links
from surveys.models import OrderPage, QuestionnaireVersion, SurveyOrder
from yhes.common import audit
from yhes.common.errors import WordedError
from yhes.common.mail import letters

SAME_WITHIN: Final = timedelta(hours=1)
State = SurveyOrder.State


class OrderRefused(WordedError):
    """An order cannot be placed or decided like that; the message says why."""


class UnknownOrder(OrderRefused):
    message = _("This link is not known.")


class NotOrderable(OrderRefused):
    message = _("This questionnaire cannot be ordered at the moment.")
    field = "questionnaire"


class AlreadyDecided(OrderRefused):
    message = _("This order has already been answered or withdrawn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the order form tells. `units`: names with their numbers of people, which add up to `headcount`."""

    questionnaire: QuestionnaireVersion
    organisation_name: str
    business_id: str
    name: str
    email: str
    language: str
    opens_on: date
    closes_on: date
    headcount: int
    units: tuple[tuple[str, int], ...] = ()
    purpose: str
    message: str = ""

    def as_columns(self) -> dict[str, Any]:
        return {
            "questionnaire": self.questionnaire,
            "organisation_name": self.organisation_name,
            "business_id": business_id.normalise(self.business_id),
            "name": self.name,
            "email": self.email.lower(),
            "language": self.language,
            "opens_on": self.opens_on,
            "closes_on": self.closes_on,
            "headcount": self.headcount,
            "units": [{"name": name, "headcount": count} for name, count in self.units],
            "purpose": self.purpose,
            "message": self.message,
        }


@transaction.atomic
def place_order(*, page: OrderPage, wish: Wish, is_example: bool = False) -> SurveyOrder:
    """Store the order and send the link that confirms it. Nothing else happens before that.

    The same order sent twice (a double click) is one order and one letter. Raises NotOrderable,
    AddressRefused.
    """
    locked = OrderPage.objects.select_for_update(of=("self",)).select_related("project").get(pk=page.pk)
    if not locked.is_open or wish.questionnaire not in locked.offered:
        raise NotOrderable
    columns = wish.as_columns()
    if same := _same(locked, columns):
        return same
    made = SurveyOrder.objects.create(
        project=locked.project, token_hash=secrets.token_bytes(32), is_example=is_example, **columns
    )
    made.token_hash = links.token_hash(links.order_token(made.pk))
    made.save(update_fields=["token_hash"])
    letters.queue(
        "survey_order_confirm",
        to=made.email,
        language=made.language,
        context={"order": made, "days": SurveyOrder.CONFIRM_WITHIN.days, "link": address_of(made)},
    )
    return made


def _same(page: OrderPage, columns: dict[str, Any]) -> SurveyOrder | None:
    names = ("questionnaire", "business_id", "email", "opens_on", "closes_on", "headcount")
    just_now = timezone.now() - SAME_WITHIN
    waiting = SurveyOrder.objects.filter(state__in=[State.NEW, State.CONFIRMED], created_at__gte=just_now)
    return waiting.filter(project=page.project_id, **{name: columns[name] for name in names}).first()


def address_of(order: SurveyOrder) -> str:
    """The person's own page of the order, in the language of its letters."""
    with override(order.language):
        return str(settings.SITE_URL) + reverse("surveys:own_order", args=[links.order_token(order.pk)])


def find_order(token: str) -> SurveyOrder:
    """The order a personal link belongs to. Raises UnknownOrder, also for one never confirmed in time."""
    found = SurveyOrder.objects.for_listing().filter(token_hash=links.token_hash(token)).first()
    if found is None:
        raise UnknownOrder
    return found


def lock(order: SurveyOrder) -> SurveyOrder:
    """The order's row, locked until the transaction ends. Raises UnknownOrder if it is gone."""
    # Not with its round: a join would show the round as it was before this waited for the lock.
    rows = SurveyOrder.objects.select_for_update(of=("self",)).select_related("project")
    locked = rows.filter(pk=order.pk).first()
    if locked is None:
        raise UnknownOrder
    return locked


@transaction.atomic
def confirm_order(*, token: str) -> SurveyOrder:
    """The letter has reached the person, so the order counts. Repeating it changes nothing.

    Raises UnknownOrder.
    """
    order = lock(find_order(token))
    if order.state == State.NEW:
        order.state, order.confirmed_at = State.CONFIRMED, timezone.now()
        order.save(update_fields=["state", "confirmed_at"])
        audit.record(actor=None, action="surveys.order_confirmed", on=order, project_id=order.project_id)
    return order


@transaction.atomic
def withdraw_order(*, token: str) -> SurveyOrder:
    """The person takes the order back. Repeating it changes nothing. Raises UnknownOrder, AlreadyDecided."""
    order = lock(find_order(token))
    if order.state == State.WITHDRAWN:
        return order
    if not order.may_be_withdrawn:
        raise AlreadyDecided
    settle(order, State.WITHDRAWN)
    return order


def settle(order: SurveyOrder, state: SurveyOrder.State) -> None:
    """Decide the locked order; who decided is told by the caller."""
    order.state, order.decided_at = state, timezone.now()
    order.save()
    if order.confirmed_at:
        audit.record(
            actor=order.decided_by, action=f"surveys.order_{state}", on=order, project_id=order.project_id
        )
