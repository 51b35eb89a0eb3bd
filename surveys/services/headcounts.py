"""Headcounts confirmed by those who know them: one letter, one link, two minutes, no signing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.models import Membership, Organisation, Project, Role, Unit
from projects.register.services import save_unit
from surveys import links
from surveys.models import HeadcountInquiry, Round
from surveys.services.groups import OrganisationChoice, UnitChoice, chosen, replace_groups
from surveys.services.rounds import RoundRefused, only_draft
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import WordedError
from yhes.common.mail import letters
from yhes.common.words import in_language, of_field

ASKED_AGAIN_AFTER: Final = timedelta(hours=20)  # so that a second press on the button sends nothing


class UnknownLink(WordedError):
    message = gettext_lazy("The link leads to nothing that could be confirmed.")


class NobodyTakesPart(WordedError):
    message = gettext_lazy("Give the number of people of at least one unit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcounts:
    """What a contact confirms: the whole organisation's number, or its units' by their ids.

    A unit without a number takes no part. `added`: a unit the register did not know, and its number.
    """

    whole: int | None = None
    units: Mapping[int, int]
    added: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with one organisation of a draft."""

    organisation: Organisation
    headcount: int
    contacts: int
    inquiry: HeadcountInquiry | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the draft has the number that was confirmed, and not one changed after that."""
        return self.inquiry is not None and self.inquiry.confirmed == self.headcount


def standings(round_: Round) -> list[Standing]:
    """Every organisation of the draft, in the order of the groups."""
    choices, _by_region = chosen(round_)
    inquiries = {inquiry.organisation_id: inquiry for inquiry in round_.headcount_inquiries.all()}
    contacts = _contacts(round_)
    return [
        Standing(
            choice.organisation,
            headcount_of(choice),
            len(contacts.get(choice.organisation.pk, ())),
            inquiries.get(choice.organisation.pk),
        )
        for choice in choices
    ]


def headcount_of(choice: OrganisationChoice) -> int:
    return sum(unit.headcount for unit in choice.units) or choice.headcount


@transaction.atomic
def ask_headcounts(*, round_: Round, user: User) -> int:
    """Write to the contacts of every organisation that has not confirmed; count the organisations.

    One asked a moment ago is left in peace. Raises RoundRefused for anything but a draft with groups,
    and when no organisation has a contact.
    """
    only_draft(round_)
    found = standings(round_)
    if not found:
        raise RoundRefused(_("Choose the groups first: then their contacts can be asked."))
    if not any(standing.contacts for standing in found):
        raise RoundRefused(
            _("No organisation of this round has a contact yet. Invite contacts on the partners' pages.")
        )
    contacts, now, asked = _contacts(round_), timezone.now(), 0
    for standing in found:
        if standing.contacts and not standing.is_confirmed and not _just_asked(standing, now):
            _ask(round_, standing, contacts[standing.organisation.pk], now)
            asked += 1
    if asked:
        changes = {"organisations": (None, asked)}
        audit.record(
            actor=user,
            action="surveys.headcounts_asked",
            on=round_,
            project_id=round_.project_id,
            changes=changes,
        )
    return asked


def _just_asked(standing: Standing, now: datetime) -> bool:
    return standing.inquiry is not None and now - standing.inquiry.asked_at < ASKED_AGAIN_AFTER


def _contacts(round_: Round) -> dict[int, list[User]]:
    """The contacts of each organisation of the project, by the organisation's id."""
    found: dict[int, list[User]] = {}
    memberships = Membership.objects.filter(project=round_.project_id, role=Role.CONTACT)
    for membership in memberships.select_related("user").order_by("pk"):
        if membership.organisation_id is not None:
            found.setdefault(membership.organisation_id, []).append(membership.user)
    return found


def _ask(round_: Round, standing: Standing, contacts: Sequence[User], now: datetime) -> None:
    token = links.inquiry_token(round_.pk, standing.organisation.pk)
    HeadcountInquiry.objects.update_or_create(
        round=round_,
        organisation=standing.organisation,
        defaults={"asked_at": now, "token_hash": links.token_hash(token)},
    )
    for person in contacts:
        with translation.override(person.language):
            path = reverse("surveys:headcounts", args=[token])
        letters.queue(
            "survey_headcounts",
            to=person.email,
            language=person.language,
            context={
                "title": in_language(of_field(round_, "title"), person.language),
                "project": in_language(of_field(round_.project, "name"), person.language),
                "organisation": in_language(of_field(standing.organisation, "name"), person.language),
                "headcount": standing.headcount,
                "url": f"{settings.SITE_URL}{path}",
            },
        )


def find(token: str) -> HeadcountInquiry:
    """What a letter's link asks. Raises UnknownLink, also when the organisation has been left out since."""
    inquiry = (
        HeadcountInquiry.objects.filter(token_hash=links.token_hash(token))
        .select_related("round__project", "organisation")
        .first()
    )
    if inquiry is None or choice_of(inquiry) is None:
        raise UnknownLink
    return inquiry


def choice_of(inquiry: HeadcountInquiry) -> OrganisationChoice | None:
    """What the round holds of the organisation now."""
    choices, _by_region = chosen(inquiry.round)
    return next((c for c in choices if c.organisation.pk == inquiry.organisation_id), None)


@transaction.atomic
def confirm_headcounts(*, inquiry: HeadcountInquiry, headcounts: Headcounts) -> HeadcountInquiry:
    """Put the numbers into the register and the draft; repeating it with others changes them.

    Raises RoundRefused once the round has been opened, NobodyTakesPart, UnknownLink, UnitNameTaken.
    """
    only_draft(inquiry.round)
    locked = HeadcountInquiry.objects.select_for_update().get(pk=inquiry.pk)
    choices, with_regions = chosen(inquiry.round)
    before = next((c for c in choices if c.organisation.pk == inquiry.organisation_id), None)
    if before is None:
        raise UnknownLink
    after = with_numbers(before, headcounts, project=inquiry.round.project)
    if not headcount_of(after):
        raise NobodyTakesPart
    told = [after if choice is before else choice for choice in choices]
    replace_groups(round_=inquiry.round, choices=told, with_regions=with_regions)
    locked.confirmed_at, locked.confirmed = timezone.now(), headcount_of(after)
    locked.save(update_fields=["confirmed_at", "confirmed"])
    audit.record(
        actor=None,
        action="surveys.headcounts_confirmed",
        on=inquiry.round,
        project_id=inquiry.round.project_id,
        changes={
            "organisation": (None, of_field(inquiry.organisation, "name")),
            "headcount": (headcount_of(before), headcount_of(after)),
        },
    )
    return locked


def with_numbers(before: OrganisationChoice, told: Headcounts, *, project: Project) -> OrganisationChoice:
    """The choice with the new numbers, which the register learns too. Raises UnitNameTaken."""
    if not before.units:
        return replace(before, headcount=told.whole or 0)
    organisation = before.organisation
    units = []
    for unit in Unit.objects.filter(organisation=organisation).by_name():
        if count := told.units.get(unit.pk):
            save_unit(organisation=organisation, unit=unit, facts={"headcount": count}, project=project)
            units.append(UnitChoice(unit, count))
    if told.added:
        name, count = told.added
        facts = {f"name_{translation.get_language() or 'fi'}": name, "headcount": count}
        units.append(UnitChoice(save_unit(organisation=organisation, facts=facts, project=project), count))
    return replace(before, units=tuple(units))
