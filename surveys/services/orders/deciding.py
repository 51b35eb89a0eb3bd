"""The coordinator's answer to an order: a ready round for the organisation's own staff, or no."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from projects.register import services as register
from projects.register.models import Organisation, Partnership, Role, Unit
from projects.register.services.invitations import HasRoleAlready
from surveys.models import Round, SurveyOrder
from surveys.services.groups import OrganisationChoice, UnitChoice, replace_groups
from surveys.services.orders.matching import match_of
from surveys.services.orders.placing import AlreadyDecided, OrderRefused, lock, settle
from surveys.services.rounds import Basics, create_round
from yhes.accounts.models import User
from yhes.accounts.services import find_account
from yhes.common.mail import letters
from yhes.common.words import LANGUAGES, Words, in_every_language, in_language, of_field

USUAL_HOUR: Final = 16
State = SurveyOrder.State
_OF_PUBLIC_BODIES: Final = frozenset(
    {
        Organisation.Kind.PROVIDER,
        Organisation.Kind.SCHOOL,
        Organisation.Kind.UNIVERSITY,
        Organisation.Kind.RESEARCH,
        Organisation.Kind.MUNICIPALITY,
        Organisation.Kind.AUTHORITY,
    }
)
_OF_VET: Final = frozenset({Organisation.Kind.PROVIDER, Organisation.Kind.SCHOOL})


class OrganisationUnclear(OrderRefused):
    message = _("Choose the organisation that the survey is made for.")
    field = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is asked once: one of the organisations with the business ID, or the kind of a new one."""

    organisation: Organisation | None = None
    kind: str = ""


@transaction.atomic
def accept_order(*, order: SurveyOrder, answer: Answer, user: User) -> Round:
    """The round, with organisation, partnership and contact put in order; a second press finds the same.

    Raises AlreadyDecided, OrganisationUnclear, RoundRefused and what the register refuses.
    """
    locked = lock(order)
    if locked.state == State.ACCEPTED and locked.round:
        return locked.round
    if not locked.is_waiting:
        raise AlreadyDecided
    organisation = _organisation(locked, answer, user)
    _make_partner(locked, organisation, user)
    round_ = _make_round(locked, organisation, user)
    locked.organisation, locked.round, locked.decided_by = organisation, round_, user
    settle(locked, State.ACCEPTED)
    _invite_contact(locked, organisation, user)
    _tell(locked, round_)
    return round_


@transaction.atomic
def decline_order(*, order: SurveyOrder, note: str, user: User) -> SurveyOrder:
    """Say no with words, which stand in the letter and are kept nowhere else. Raises AlreadyDecided."""
    locked = lock(order)
    if not locked.is_waiting:
        raise AlreadyDecided
    locked.decided_by = user
    settle(locked, State.DECLINED)
    letters.queue(
        "survey_order_declined",
        to=locked.email,
        language=locked.language,
        context={"order": locked, "title": title_of(locked), "note": note.strip()},
    )
    return locked


def title_of(order: SurveyOrder) -> str:
    """The ordered questionnaire's title in the language of the order's letters."""
    return order.questionnaire.questionnaire.title.in_(order.language).text


def _organisation(order: SurveyOrder, answer: Answer, user: User) -> Organisation:
    match = match_of(order)
    if match.is_known:
        if answer.organisation not in match.organisations:
            raise OrganisationUnclear
        return answer.organisation
    if answer.kind not in Organisation.Kind.values:
        raise OrganisationUnclear
    facts = {
        f"name_{order.language}": order.organisation_name,
        "kind": answer.kind,
        "business_id": order.business_id,
        "is_fictional": order.is_example,
    }
    return register.create_organisation(facts=facts, actor=user)


def _make_partner(order: SurveyOrder, organisation: Organisation, user: User) -> None:
    """It waits for its contact, whose coming is its answer; one that declined once is asked anew."""
    found = Partnership.objects.filter(project=order.project, organisation=organisation).first()
    if found is None:
        workplace = organisation.kind == Organisation.Kind.WORKPLACE
        register.add_partner(
            project=order.project,
            organisation=organisation,
            role=Partnership.Role.WORKING_LIFE if workplace else Partnership.Role.PARTNER,
            state=Partnership.State.INVITED,
            actor=user,
        )
    elif found.state == Partnership.State.DECLINED:
        register.change_partner(partnership=found, state=Partnership.State.INVITED, actor=user)


def _make_round(order: SurveyOrder, organisation: Organisation, user: User) -> Round:
    made = create_round(
        project=order.project, user=user, basics=_basics(order, organisation), is_example=order.is_example
    )
    made.ordered_by = organisation
    made.save(update_fields=["ordered_by"])
    units = tuple(_units(order, organisation, user))
    choice = OrganisationChoice(organisation, 0 if units else order.headcount, units)
    replace_groups(round_=made, choices=[choice], with_regions=False)
    return made


def _basics(order: SurveyOrder, organisation: Organisation) -> Basics:
    asked = order.questionnaire.questionnaire
    names = of_field(organisation, "name")
    titles = {"fi": asked.title.fi, "sv": asked.title.sv, "en": asked.title.en}
    whole = {code: f"{titles[code]} – {in_language(names, code)}"[:200] for code in LANGUAGES if titles[code]}
    is_public_body = organisation.kind in _OF_PUBLIC_BODIES
    return Basics(
        questionnaire=order.questionnaire,
        modules=tuple(asked.modules) if organisation.kind in _OF_VET else (),
        title=Words(fi=whole.get("fi", ""), sv=whole.get("sv", ""), en=whole.get("en", "")),
        purpose=_purpose(order, names),
        controller=in_every_language(lambda: in_language(names)),
        legal_basis=Round.LegalBasis.PUBLIC_TASK if is_public_body else Round.LegalBasis.LEGITIMATE_INTEREST,
        closes_at=_closes_at(order),
    )


def _purpose(order: SurveyOrder, names: Words) -> Words:
    """The person's own words in their language; in the others what can be said without knowing them."""
    texts = in_every_language(
        lambda: gettext("The results are used to develop work at %(name)s.") % {"name": in_language(names)}
    )
    texts[order.language] = order.purpose  # type: ignore[literal-required]
    return texts


def _closes_at(order: SurveyOrder) -> datetime:
    """The wished day; when that is past, as long from today on as was wished."""
    day = order.closes_on
    if order.is_late:
        day = timezone.localdate() + (order.closes_on - order.opens_on)
    return timezone.make_aware(datetime.combine(day, time(USUAL_HOUR)))


def _units(order: SurveyOrder, organisation: Organisation, user: User) -> Iterable[UnitChoice]:
    """The units as they were written, added to the register where it has none of the name."""
    known = {
        (getattr(unit, f"name_{code}") or "").casefold(): unit
        for unit in Unit.objects.filter(organisation=organisation)
        for code in LANGUAGES
    }
    for written in order.units:
        name, count = str(written["name"]), int(written["headcount"])
        unit = known.get(name.casefold())
        facts: dict[str, Any] = {"headcount": count}
        if unit is None:
            facts[f"name_{order.language}"] = name
        saved = register.save_unit(
            organisation=organisation, unit=unit, facts=facts, project=order.project, actor=user
        )
        yield UnitChoice(saved, count)


def _invite_contact(order: SurveyOrder, organisation: Organisation, user: User) -> None:
    with suppress(HasRoleAlready):  # then the round is on their desk as it is
        register.invite(
            project=order.project,
            role=Role.CONTACT,
            email=order.email,
            language=order.language,
            invited_by=user,
            organisation=organisation,
        )


def _tell(order: SurveyOrder, round_: Round) -> None:
    person = find_account(order.email)
    is_contact = (
        person is not None
        and person.memberships.filter(
            project=order.project, organisation=order.organisation, role=Role.CONTACT
        ).exists()
    )
    with override(order.language):
        path = reverse("surveys:round", args=[order.project.slug, round_.pk])
    letters.queue(
        "survey_order_accepted",
        to=order.email,
        language=order.language,
        context={
            "order": order,
            "title": in_language(of_field(round_, "title"), order.language),
            "closes_at": round_.closes_at,
            "is_contact": is_contact,
            "url": f"{settings.SITE_URL}{path}",
        },
    )
