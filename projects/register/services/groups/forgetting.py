"""Names and addresses of a group's members go in time; what they decided and where they came from stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from projects.register.models import AgendaItem, GroupMember, Meeting
from yhes.common.mail import letters

KEPT_DAYS: Final = 365  # after a member's last day, or the project's; the page of the group promises it
_AT_ONCE: Final = 500


@transaction.atomic
def forget_people(now: datetime) -> int:
    """Registered as a `tick`. Returns how many members were forgotten.

    With the project's end go those who were present or presented something without being members, too.
    """
    long_ago = timezone.localdate(now) - timedelta(days=KEPT_DAYS)
    over = Q(until__lt=long_ago) | Q(group__project__ends_on__lt=long_ago)
    old = list(GroupMember.objects.filter(over).select_related("user")[:_AT_ONCE])
    letters.forget_sent([member.address for member in old])
    GroupMember.objects.filter(pk__in=[member.pk for member in old]).delete()
    ended = Q(project__ends_on__lt=long_ago)
    Meeting.objects.filter(ended).exclude(guests="").update(guests="")
    items = AgendaItem.objects.filter(meeting__project__ends_on__lt=long_ago).exclude(presenter="")
    items.update(presenter="")
    return len(old)


@transaction.atomic
def erase_addresses(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: places written down with the address of an account that goes. Places of the
    account itself go with it.
    """
    mine = {address.strip().lower() for address in addresses}
    GroupMember.objects.filter(user__isnull=True, email__in=mine).delete()
