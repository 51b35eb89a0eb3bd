"""Orders as organisations place them: through the services, confirmed and accepted like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects.register.models import Organisation, Partnership
from surveys import links
from surveys.models import OrderPage, Round, SurveyOrder
from surveys.services import orders
from surveys.services.orders import Answer, Wish
from tests.cast import Cast
from tests.surveys.fielding import instrument
from yhes.common.words import Words

NEW_ID, KNOWN_ID = "0000901-3", "0000902-1"  # right check digits, of nobody
WHO = "tilaaja@example.org"


def page(cast: Cast, *, is_open: bool = True) -> OrderPage:
    return orders.save_page(
        project=cast.project,
        user=cast.aino,
        questionnaires=[instrument()],
        intro=Words(fi="Tervetuloa", sv="", en="Welcome"),
        is_open=is_open,
    )


def wish(**changes: Any) -> Wish:
    opens = timezone.localdate() + timedelta(days=7)
    values: dict[str, Any] = {
        "questionnaire": instrument(),
        "organisation_name": "Esimerkkipalvelut Oy",
        "business_id": NEW_ID,
        "name": "Tiina Tilaaja",
        "email": WHO,
        "language": "fi",
        "opens_on": opens,
        "closes_on": opens + timedelta(days=14),
        "headcount": 30,
        "units": (("Keittiö", 18), ("Toimisto", 12)),
        "purpose": "Työn kehittämiseen",
        "message": "Aloitamme mielellämme pian.",
    }
    return Wish(**{**values, **changes})


def placed(cast: Cast, **changes: Any) -> SurveyOrder:
    return orders.place_order(page=page(cast), wish=wish(**changes))


def confirmed(cast: Cast, **changes: Any) -> SurveyOrder:
    return orders.confirm_order(token=links.order_token(placed(cast, **changes).pk))


def known(cast: Cast) -> Organisation:
    """Esimerkkiopisto with a business ID, as the register has it."""
    Organisation.objects.filter(pk=cast.college.pk).update(business_id=KNOWN_ID)
    cast.college.refresh_from_db()
    return cast.college


def accepted(cast: Cast, **changes: Any) -> Round:
    """The round that Esimerkkiopisto ordered; Bertil is its contact in the cast's own project."""
    college = known(cast)
    order = confirmed(cast, business_id=KNOWN_ID, **changes)
    return orders.accept_order(order=order, answer=Answer(organisation=college), user=cast.aino)


def partnership(cast: Cast, organisation: Organisation) -> Partnership:
    return Partnership.objects.get(project=cast.project, organisation=organisation)
