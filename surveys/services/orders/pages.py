"""The project's public page of orders, as the coordinator keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.register.models import Project
from surveys.models import OrderPage, QuestionnaireVersion
from surveys.services.orders.placing import NotOrderable, OrderRefused
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import Words, of_field


class NothingToOrder(OrderRefused):
    message = _("Choose at least one questionnaire before orders are taken.")
    field = "questionnaires"


@transaction.atomic
def save_page(
    *,
    project: Project,
    user: User | None,
    questionnaires: Sequence[QuestionnaireVersion],
    intro: Words,
    is_open: bool,
) -> OrderPage:
    """Make or change the page. Raises NothingToOrder; NotOrderable for another project's questionnaire."""
    offered = set(QuestionnaireVersion.objects.offered_to(project).values_list("pk", flat=True))
    if any(version.pk not in offered for version in questionnaires):
        raise NotOrderable
    if is_open and not questionnaires:
        raise NothingToOrder
    Project.objects.select_for_update().get(pk=project.pk)  # two first pages at once are one
    page = OrderPage.objects.filter(project=project).first() or OrderPage(project=project)
    before = {"is_open": page.is_open, "intro": of_field(page, "intro")}
    page.is_open = is_open
    for code, text in intro.items():
        setattr(page, f"intro_{code}", text)
    page.save()
    page.questionnaires.set(questionnaires)
    after = {"is_open": is_open, "intro": of_field(page, "intro")}
    audit.record(
        actor=user,
        action="surveys.order_page_changed",
        on=page,
        project_id=project.pk,
        changes={name: (before[name], after[name]) for name in before if before[name] != after[name]},
    )
    return page
