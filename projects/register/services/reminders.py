"""Reminding partners that something waits for: at most one letter a day to each person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from projects.register.activity import waiting_words, with_activity
from projects.register.models import Invitation, Membership, Partnership, Project, Role
from projects.register.services.changes import lock_partners
from projects.register.services.confirming import contact_link
from projects.register.services.invitations import invite
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters
from yhes.common.models import AuditEvent
from yhes.common.words import in_language, of_field

REMINDED: Final = "register.partner_reminded"
NOT_AGAIN_WITHIN: Final = timedelta(hours=20)  # so that nobody is written to twice a day


@transaction.atomic
def remind_partners(*, project: Project, partnerships: Iterable[int], actor: User | None = None) -> int:
    """Who is waited for gets the open invitation again, the contacts of others are told what waits.

    Left in peace: partners nothing waits for, with nobody to write to, or reminded less than a day ago.
    Returns how many letters were sent.
    """
    lock_partners(project)
    chosen = Partnership.objects.filter(project=project, pk__in=list(partnerships)).for_listing()
    rested = _reminded_lately(project)
    sent = 0
    for partnership in with_activity(chosen, project):
        if str(partnership.organisation_id) in rested or not waiting_words(partnership):
            continue
        is_invited = partnership.state == Partnership.State.INVITED
        count = _invite_again(partnership, actor) if is_invited else _tell_contacts(partnership, actor)
        if count:
            _record(partnership, count, actor)
        sent += count
    return sent


def _reminded_lately(project: Project) -> set[str]:
    since = timezone.now() - NOT_AGAIN_WITHIN
    events = AuditEvent.objects.filter(project_id=project.pk, action=REMINDED, at__gte=since)
    return set(events.values_list("object_id", flat=True))


def _invite_again(partnership: Partnership, actor: User | None) -> int:
    unanswered = Invitation.objects.filter(
        project=partnership.project_id, organisation=partnership.organisation_id, accepted_at__isnull=True
    )
    for invitation in list(unanswered):
        invite(
            project=partnership.project,
            role=invitation.role,
            email=invitation.email,
            language=invitation.language,
            invited_by=actor,
            organisation=partnership.organisation,
        )
    return len(unanswered)


def _tell_contacts(partnership: Any, actor: User | None) -> int:
    people = Membership.objects.filter(
        project=partnership.project_id,
        organisation=partnership.organisation_id,
        role=Role.CONTACT,
        user__is_active=True,
    )
    contacts = list(people.select_related("user", "project", "organisation").order_by("pk"))
    for contact in contacts:
        language = contact.user.language
        with override(language):
            context = {
                "project": str(contact.project),
                "organisation": in_language(of_field(partnership.organisation, "name"), language),
                "waiting": waiting_words(partnership),
                "sender": actor.name if actor else "",
                "link": contact_link(membership=contact),
            }
        letters.queue("partner_reminder", to=contact.user.email, language=language, context=context)
    return len(contacts)


def _record(partnership: Partnership, count: int, actor: User | None) -> None:
    """How many letters, and not to whom: the trail outlives their accounts."""
    audit.record(
        actor=actor,
        action=REMINDED,
        on=partnership.organisation,
        project_id=partnership.project_id,
        changes={"letters": (None, count)},
    )
