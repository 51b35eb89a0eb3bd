"""A page of orders that is open, and one order of a fictional organisation that waits for an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from projects.register.models import Project
from surveys import links
from surveys.models import OrderPage, QuestionnaireVersion
from surveys.services import orders
from surveys.services.orders import Wish
from yhes.accounts.models import User
from yhes.common.words import Words

INTRO: Final = Words(
    fi="Kysely sopii mille tahansa työpaikalle. Koordinaattori vastaa tilaukseen muutamassa arkipäivässä.",
    sv="Enkäten passar vilken arbetsplats som helst. Koordinatorn svarar inom några vardagar.",
    en="The survey suits any workplace. The coordinator answers an order within a few working days.",
)
# Its check digit is right, and no organisation has such a number.
BUSINESS_ID: Final = "0000031-8"


@transaction.atomic
def load(*, project: Project, version: QuestionnaireVersion, user: User) -> bool:
    """Make the page and the order unless there is or was a page; True when they were made now."""
    if OrderPage.objects.filter(project=project).exists():
        return False
    page = orders.save_page(project=project, user=user, questionnaires=[version], intro=INTRO, is_open=True)
    opens = timezone.localdate() + timedelta(days=14)
    wish = Wish(
        questionnaire=version,
        organisation_name="Esimerkkipalvelut Oy",
        business_id=BUSINESS_ID,
        name="Tilda Tilaaja",
        email="tilaaja@esimerkki.example",
        language="fi",
        opens_on=opens,
        closes_on=opens + timedelta(days=14),
        headcount=46,
        units=(("Ravintolapalvelut", 24), ("Kiinteistöpalvelut", 18), ("Toimisto", 4)),
        purpose="Tuloksista valitaan kaksi asiaa, joita parannamme yhdessä ensi vuonna.",
        message="Kysely sopisi meille parhaiten ennen joulukiireitä.",
    )
    placed = orders.place_order(page=page, wish=wish, is_example=True)
    orders.confirm_order(token=links.order_token(placed.pk))
    return True
