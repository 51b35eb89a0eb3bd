"""Two entries of one organisation become one: what stays, what moves over, what stands in the way.

Every relation to Organisation has its place in `RELATIONS`; a test fails for one that has none. Apps above
the register say through the registry ("merging") what of theirs must not change hands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.errors import RegisterError
from projects.register.models import (
    EmployerPartnership,
    FormerAddress,
    Organisation,
    OrganisationName,
    Partnership,
    Project,
    Succession,
    Unit,
)
from projects.register.naming import plain_name
from projects.register.services import twins
from projects.register.services.changes import Changes, assign, lock_partners, lock_register
from projects.register.services.organisations import FACTS, check_organisation
from yhes.accounts.models import User
from yhes.common import audit, registry
from yhes.common.words import LANGUAGES, Words, in_every_language

MERGED = "register.organisations_merged"
FIELDS: Final = (
    *(f"{text}_{code}" for text in ("name", "trade_name") for code in LANGUAGES),
    *("business_id", "kind", "legal_form", "provider", "region", "website"),
)
# What is moved, in the words of the preview; "" for an index that is made anew. Where there can be one only
# and both have it, the kept organisation's stays (services/twins.py).
RELATIONS: Final[dict[str, str | Promise]] = {
    "register.Organisation.provider": gettext_lazy("schools"),
    "register.Unit.organisation": gettext_lazy("units"),
    "register.Project.funder": gettext_lazy("projects it funds"),
    "register.Partnership.organisation": gettext_lazy("parts in projects"),
    "register.WorkPackage_co_implementers.organisation": gettext_lazy("work packages"),
    "register.OrganisationName.organisation": gettext_lazy("other names"),
    "register.FormerAddress.organisation": gettext_lazy("former addresses"),
    "register.Succession.ended": gettext_lazy("successors"),
    "register.Succession.successor": gettext_lazy("predecessors"),
    "register.Membership.organisation": gettext_lazy("roles of people"),
    "register.Invitation.organisation": gettext_lazy("invitations of people"),
    "register.EmployerPartnership.school": gettext_lazy("employers of the school"),
    "register.EmployerPartnership.workplace": gettext_lazy("schools of the employer"),
    "workshops.Workshop.organiser": gettext_lazy("events it organises"),
    "plans.ActionPlan.organisation": gettext_lazy("action plans"),
    "peercoaching.Coach.organisation": gettext_lazy("peer coaches"),
    "surveys.Round.ordered_by": gettext_lazy("ordered surveys"),
    "surveys.Group.organisation": gettext_lazy("groups in surveys being prepared"),
    "surveys.HeadcountInquiry.organisation": gettext_lazy("questions about headcounts"),
    "surveys.LearningAgreement.organisation": gettext_lazy("agreements to be asked by others"),
    "surveys.SurveyOrder.organisation": gettext_lazy("orders of surveys"),
    "desk.SearchEntry.organisation": "",
}


class CannotMerge(RegisterError):
    """`reasons`: every one of them, in words."""

    message = "%(reasons)s"


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of one kind will move to the one that stays, and how many like them it has already."""

    label: str
    count: int
    already: int


def relations() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    """Every column that points to Organisation, hidden ones and those between two tables too."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field and field.remote_field.model is Organisation:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}", field


def moving(kept: Organisation, dropped: Organisation) -> list[Moving]:
    """What merging will do, counted before it is done."""
    found = []
    for name, field in relations():
        if RELATIONS[name]:
            all_of_them = field.model._default_manager.filter(**{field.name: dropped}).count()
            already = len(twins.twins(field, kept, dropped))
            found.append(Moving(str(RELATIONS[name]), all_of_them - already, already))
    return [each for each in found if each.count or each.already]


def refusals(kept: Organisation, dropped: Organisation) -> list[str]:
    """Why these two cannot be merged, in words; [] when they can."""
    if kept.pk == dropped.pk:
        return [_("An organisation cannot be merged into itself.")]
    return [
        *_of_identity(kept, dropped),
        *_of_partnerships(kept, dropped),
        *_of_units(kept, dropped),
        *(said for each in registry.providers("merging").values() for said in each(kept, dropped)),
    ]


def _of_identity(kept: Organisation, dropped: Organisation) -> Iterator[str]:
    if kept.business_id and dropped.business_id:
        yield _(
            "Both have a business ID of their own, so they are two legal bodies. If one carries on after the "
            "other, say so under “Names and successors”."
        )
    if kept.provider_id == dropped.pk or dropped.provider_id == kept.pk:
        yield _("One of them provides the other: a school and its provider are two organisations.")
    if kept.is_fictional != dropped.is_fictional:
        yield _("One of them is a fictional example and the other is not.")
    linked = models.Q(ended=kept, successor=dropped) | models.Q(ended=dropped, successor=kept)
    if Succession.objects.filter(linked).exists():
        yield _("One of them carries on after the other, so they are two organisations.")
    pair = (kept, dropped)
    if EmployerPartnership.objects.filter(school__in=pair, workplace__in=pair).exists():
        yield _("They cooperate as school and workplace, so they are two organisations.")


def _of_partnerships(kept: Organisation, dropped: Organisation) -> Iterator[str]:
    both = Project.objects.filter(partnerships__organisation=kept).values("pk")
    parts = Partnership.objects.filter(organisation=dropped, project__in=both)
    for part in parts.filter(role=Partnership.Role.COORDINATOR).select_related("project"):
        said = _("Both take part in the project %(project)s, and the one that goes coordinates it.")
        yield said % {"project": part.project}


def _of_units(kept: Organisation, dropped: Organisation) -> Iterator[str]:
    """Each with its own staff and survey groups: which of the two numbers is right nobody can tell here."""
    known = {name for unit in kept.units.all() for name in _unit_names(unit)}
    for unit in dropped.units.all():
        if known & _unit_names(unit):
            said = _("Both have a unit called “%(unit)s”. Rename or remove one of them first.")
            yield said % {"unit": unit}


def _unit_names(unit: Unit) -> set[str]:
    """Plain, in every language."""
    return {plain_name(getattr(unit, f"name_{code}") or "") for code in LANGUAGES} - {""}


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, dropped: Organisation, take: Iterable[str] = (), actor: User | None = None
) -> Organisation:
    """Everything of `dropped` becomes `kept`'s, which takes over the values of the fields in `take`.

    The names of the one that goes stay as other names, its addresses lead to the kept one. Raises CannotMerge
    with every reason, and what update_organisation raises for the values.
    """
    lock_register()
    rows = Organisation.objects.select_for_update(of=("self",)).in_bulk([kept.pk, dropped.pk])
    if len(rows) < 2:
        raise CannotMerge(reasons=_("One of the two is no longer in the register."))
    kept, dropped = rows[kept.pk], rows[dropped.pk]
    for project in Project.objects.filter(partnerships__organisation__in=rows).distinct().order_by("pk"):
        lock_partners(project)
    if reasons := refusals(kept, dropped):
        raise CannotMerge(reasons="\n".join(reasons))
    facts = {field: getattr(dropped, field) for field in take}
    names = _names_of(dropped)
    label, number, slug = str(dropped), dropped.pk, dropped.slug
    moved = _move(kept, dropped, actor)
    dropped.delete()
    changes = _take_over(kept, facts)
    _keep_names(kept, names)
    FormerAddress.objects.create(slug=slug, number=number, organisation=kept)
    told: Changes = {"merged": (label, str(kept)), "moved": (None, moved), **changes}
    audit.record(actor=actor, action=MERGED, on=kept, changes=told)
    return kept


def _take_over(kept: Organisation, facts: dict[str, Any]) -> Changes:
    changes = assign(kept, facts, FACTS)
    check_organisation(kept)
    kept.save()
    return changes


def _move(kept: Organisation, dropped: Organisation, actor: User | None) -> list[Words]:
    """What changed hands, as "label: rows"."""
    told: list[Words] = []
    for name, field in relations():
        if not RELATIONS[name]:
            continue
        already = twins.twins(field, kept, dropped)
        model, count = field.model._default_manager, 0
        for row in model.filter(**{field.name: dropped}).order_by("pk"):
            if row.pk in already:
                twins.settle(field, twins.pair(model.get(pk=already[row.pk]), row), kept, actor)
                continue
            setattr(row, field.name, kept)
            row.save(update_fields=[field.name])
            count += 1
        if count:
            told.append(in_every_language(partial("{}: {}".format, RELATIONS[name], count)))
    return told


def _names_of(organisation: Organisation) -> list[str]:
    texts = (getattr(organisation, f"{text}_{code}") for text in ("name", "trade_name") for code in LANGUAGES)
    return [text for text in dict.fromkeys(texts) if text]


def _keep_names(kept: Organisation, names: Iterable[str]) -> None:
    """As names in use: people go on looking for it by them."""
    known = {plain_name(name) for name in _names_of(kept)}
    known |= {plain_name(row.name) for row in kept.other_names.all()}
    for name in names:
        if plain_name(name) not in known:
            known.add(plain_name(name))
            OrganisationName.objects.create(organisation=kept, name=name)
