"""A contact confirms what the register says of the organisation: one letter, one link, one page.

The link is that of a role: it opens nothing once the role has been taken away, and nothing after `LINK_DAYS`.
It shows no person's data, so nobody has to sign in; what is done with it is done by whose role it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.register.errors import RegisterError
from projects.register.models import ContactLink, Membership, Partnership, Role, Unit
from projects.register.services.changes import lock_partners
from projects.register.services.organisations import update_organisation
from projects.register.services.units import save_headcounts, save_unit
from yhes.accounts.models import User
from yhes.common import audit, personal_links

CONFIRMED: Final = "register.details_confirmed"
LINK_DAYS: Final = 60


class ContactLinkUnknown(RegisterError):
    message = _("The link leads to nothing that could be confirmed.")


def contact_link(*, membership: Membership) -> str:
    """The address for a letter to this contact, in the active language; works for LINK_DAYS from now."""
    token = personal_links.token("register.contact", membership.pk)
    facts = {"token_hash": personal_links.token_hash(token), "sent_at": timezone.now()}
    ContactLink.objects.update_or_create(membership=membership, defaults=facts)
    return f"{settings.SITE_URL}{reverse('register:contact_link', args=[token])}"


def find_contact(token: str) -> Membership:
    """Whose link it is. Raises ContactLinkUnknown, also when its time is over or the role is no contact's."""
    links = ContactLink.objects.filter(
        token_hash=personal_links.token_hash(token),
        sent_at__gte=timezone.now() - timedelta(days=LINK_DAYS),
        membership__role=Role.CONTACT,
        membership__user__is_active=True,
    )
    link = links.select_related("membership__user", "membership__project", "membership__organisation").first()
    if link is None:
        raise ContactLinkUnknown
    return link.membership


@transaction.atomic
def confirm_details(
    *,
    partnership: Partnership,
    facts: Mapping[str, Any],
    headcounts: Mapping[Unit, int | None],
    shown: Mapping[Unit, int | None],
    added: tuple[str, int | None] | None = None,
    seen: int | None = None,
    actor: User | None = None,
) -> None:
    """Save the organisation's details and its units' headcounts, and record that they are right now.

    shown: the headcounts that were on the page when it was opened (see save_headcounts).
    added: name and headcount of a unit the register does not know yet, named in the active language.
    Raises what update_organisation, save_headcounts and save_unit raise; then nothing is saved.
    """
    lock_partners(partnership.project)
    organisation, project = partnership.organisation, partnership.project
    update_organisation(organisation=organisation, facts=facts, seen=seen, actor=actor)
    save_headcounts(
        organisation=organisation, headcounts=headcounts, shown=shown, project=project, actor=actor
    )
    if added is not None:
        name, headcount = added
        new = {f"name_{get_language() or 'fi'}": name, "headcount": headcount}
        save_unit(organisation=organisation, facts=new, project=project, actor=actor)
    # Not `save`: a confirmation is no change of the organisation's part in the project.
    Partnership.objects.filter(pk=partnership.pk).update(confirmed_at=timezone.now())
    audit.record(actor=actor, action=CONFIRMED, on=organisation, project_id=project.pk)


def forget_contact_links(now: datetime) -> None:
    """Registered as a `tick`: links whose time is over."""
    ContactLink.objects.filter(sent_at__lt=now - timedelta(days=LINK_DAYS)).delete()
