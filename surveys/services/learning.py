"""Agreeing to be asked how it goes, taking it back, and asking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from projects.register.models import Membership, Organisation, Partnership, Project, Role
from surveys.models import LearningAgreement, Round
from yhes.accounts.models import User
from yhes.common import audit, throttle
from yhes.common.errors import DomainError
from yhes.common.mail import letters
from yhes.common.words import Words, in_language, of_field

LETTERS_A_DAY: Final = 5  # one person, to all organisations together
LETTERS_A_WEEK: Final = 2  # one organisation to another
_DAY: Final = 24 * 60 * 60


class LearningRefused(DomainError):
    """Agreeing or asking is not possible; the message says why and what to do."""


@transaction.atomic
def agree(
    *, project: Project, organisation: Organisation, user: User, address: str = ""
) -> LearningAgreement:
    """Let the organisation be named and asked; `address` (a role's) is shown to those who agreed too.

    Raises LearningRefused for an organisation that does not take part in the project.
    """
    part = Partnership.objects.filter(project=project, organisation=organisation)
    if not part.exclude(state=Partnership.State.DECLINED).exists():
        raise LearningRefused(_("%(name)s is not a partner of this project.") % {"name": organisation})
    found, _made = LearningAgreement.objects.select_for_update().get_or_create(
        project=project, organisation=organisation, defaults={"is_agreed": False}
    )
    before = {"is_agreed": found.is_agreed, "is_address_shown": bool(found.address)}
    found.is_agreed, found.address = True, address.strip()
    found.save()
    _record(found, user, "surveys.learning_agreed", before)
    return found


@transaction.atomic
def take_back(*, project: Project, organisation: Organisation, user: User) -> None:
    """From now on nobody sees the organisation's name or address. Nothing happens if it had not agreed."""
    mine = LearningAgreement.objects.select_for_update().filter(project=project, organisation=organisation)
    found = mine.filter(is_agreed=True).first()
    if found is None:
        return
    before = {"is_agreed": True, "is_address_shown": bool(found.address)}
    found.is_agreed, found.address = False, ""
    found.save()
    _record(found, user, "surveys.learning_taken_back", before)


@transaction.atomic
def ask(
    *, round_: Round, user: User, asking: Organisation, asked: Organisation, subject: Words, message: str
) -> int:
    """Write to the contacts of `asked` what somebody of `asking` wants to know; count the letters.

    The letter has the asker's name and address, so that they can answer; theirs is told to nobody. The
    message is stored nowhere but in the letters, which are deleted after two weeks.
    Raises LearningRefused when one of the two has not agreed, nobody can be written to, or too much has
    been asked lately.
    """
    agreed = LearningAgreement.objects.standing().filter(project=round_.project_id)
    found = {agreement.organisation_id: agreement for agreement in agreed.select_related("organisation")}
    if asking.pk not in found or asked.pk not in found:
        raise LearningRefused(_("Both organisations must have agreed to be asked. One of them has not."))
    contacts = _contacts(round_.project_id, asked)
    if not contacts:
        raise LearningRefused(_("%(name)s has no contact to write to.") % {"name": asked})
    _check_often(user, asking, asked)
    for contact in contacts:
        language = contact.language
        context = {
            "asking": in_language(of_field(asking, "name"), language),
            "asker": user.name,
            "address": user.email,
            "title": in_language(of_field(round_, "title"), language),
            "dimension": in_language(subject, language),
            "message": message.strip(),
        }
        letters.queue("survey_learning", to=contact.email, language=language, context=context)
    audit.record(
        actor=user,
        action="surveys.learning_asked",
        on=found[asked.pk],
        project_id=round_.project_id,
        changes={"asking": (None, asking), "dimension": (None, subject)},
    )
    return len(contacts)


def forget_addresses(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: an address that was somebody's own after all is shown no longer."""
    for address in addresses:
        LearningAgreement.objects.filter(address__iexact=address).update(address="")


def _check_often(user: User, asking: Organisation, asked: Organisation) -> None:
    between = f"{asking.pk} {asked.pk}"
    if not throttle.allows("learning-between", between, limit=LETTERS_A_WEEK, seconds=7 * _DAY):
        raise LearningRefused(
            _("Your organisation has written to %(name)s this week already. Wait for an answer first.")
            % {"name": asked}
        )
    if not throttle.allows("learning-person", str(user.pk), limit=LETTERS_A_DAY, seconds=_DAY):
        raise LearningRefused(_("You have sent many letters today. Go on tomorrow."))


def _contacts(project_id: int, organisation: Organisation) -> list[User]:
    memberships = Membership.objects.filter(
        project=project_id, organisation=organisation, role=Role.CONTACT, user__is_active=True
    )
    return [membership.user for membership in memberships.select_related("user").order_by("pk")]


def _record(agreement: LearningAgreement, user: User, action: str, before: dict[str, bool]) -> None:
    after = {"is_agreed": agreement.is_agreed, "is_address_shown": bool(agreement.address)}
    audit.record(
        actor=user,
        action=action,
        on=agreement,
        project_id=agreement.project_id,
        changes={name: (before[name], after[name]) for name in after if before[name] != after[name]},
    )
