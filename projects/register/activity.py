"""Who is active in a project and who has gone quiet: one rule, which the list says in words (decision 0086).

A partner is active when one of its people, in whatever role, has signed in or done something in the project
within `QUIET_AFTER`. It has gone quiet when none of them has, something waits for it, and its part in the
project has stood unchanged for as long. Answers to surveys are nobody's activity: nothing here reads them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.register.models import Membership, Partnership, Project, Unit
from yhes.common import registry
from yhes.common.models import AuditEvent

QUIET_AFTER: Final = timedelta(days=28)


class Activity(models.TextChoices):
    """In the order in which the list shows them first."""

    QUIET = "quiet", pgettext_lazy("partner", "gone quiet")
    ASKED = "asked", pgettext_lazy("partner", "waited for")
    ACTIVE = "active", pgettext_lazy("partner", "active")
    IDLE = "idle", pgettext_lazy("partner", "nothing waits")


BADGES: Final = {"quiet": "late", "asked": "waiting", "active": "done", "idle": "note"}
WAITS: Final[dict[str, str | Promise]] = {
    "waits_invitation": _("an answer to the invitation"),
    "waits_agreement": _("the signed agreement"),
    "waits_headcounts": _("the headcount of a unit"),
    "waits_elsewhere": _("an answer about a survey"),
}


def with_activity(
    partnerships: QuerySet[Partnership], project: Project, now: datetime | None = None
) -> QuerySet[Partnership]:
    """Adds `activity` ("" for drafts and for who is not joining) and, by name, what `WAITS`."""
    since = (now or timezone.now()) - QUIET_AFTER
    asked = partnerships.annotate(**_waiting(project))
    anything = Q()
    for name in WAITS:
        anything |= Q(**{name: True})
    standing = Q(state__in=[Partnership.State.INVITED, Partnership.State.JOINED])
    return asked.annotate(
        activity=Case(
            When(~standing, then=Value("")),
            When(_busy(project, since), then=Value(Activity.ACTIVE)),
            When(anything & Q(changed_at__lt=since), then=Value(Activity.QUIET)),
            When(anything, then=Value(Activity.ASKED)),
            default=Value(Activity.IDLE),
            output_field=models.CharField(),
        )
    )


def waiting_words(partnership: Any) -> list[str]:
    """What waits for a partner of `with_activity`, in words."""
    return [str(words) for name, words in WAITS.items() if getattr(partnership, name)]


def _busy(project: Project, since: datetime) -> Exists:
    """Whether one of the organisation's people in the project has signed in or done something since."""
    people = Membership.objects.filter(project=project, organisation=OuterRef("organisation"))
    done = AuditEvent.objects.filter(actor=OuterRef("user"), project_id=project.pk, at__gte=since)
    return Exists(people.filter(Q(user__last_login__gte=since) | Exists(done)))


def _waiting(project: Project) -> dict[str, Any]:
    joined = Q(state=Partnership.State.JOINED)
    unknown = Unit.objects.filter(organisation=OuterRef("organisation"), headcount__isnull=True)
    elsewhere = Q(pk__in=[])
    for provider in registry.providers("partner_waiting").values():
        elsewhere |= Q(organisation__in=provider(project))
    return {
        "waits_invitation": _flag(Q(state=Partnership.State.INVITED)),
        "waits_agreement": _flag(joined & Q(agreement=Partnership.Agreement.SENT)),
        "waits_headcounts": _flag(joined & Q(Exists(unknown))),
        "waits_elsewhere": _flag(joined & elsewhere),
    }


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField())
