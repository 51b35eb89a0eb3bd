"""Those whom the round before invited by e-mail: a survey that goes on asks them again (decision 0042)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from surveys.models import Group, Invitation, Round
from surveys.services.invitations.people import Person

_BY_MAIL = (Invitation.Channel.MAIL, Invitation.Channel.ERASED)


@dataclass(frozen=True, slots=True)
class LastTime:
    """The same unit in the round before, and those of its people who can be invited again."""

    group: Group
    people: list[Person]


def last_time(group: Group) -> LastTime | None:
    """Whom to invite again while their addresses are kept; None where there is nobody.

    Whether somebody answered then plays no part. Left out: letters that failed, and whoever stands in
    this round already, in whichever group.
    """
    before = _group_before(group)
    if before is None:
        return None
    here = Invitation.objects.filter(round=group.round_id).exclude(email="").values("email")
    known = Invitation.objects.filter(group=before).mailed().exclude(email__in=here).order_by("email")
    people = [Person(email, language) for email, language in known.values_list("email", "language")]
    return LastTime(before, people) if people else None


def _group_before(group: Group) -> Group | None:
    """The unit in the survey's latest round before in which its people were invited by e-mail.

    Only that round counts: whoever had their address erased there is not found in an older one.
    """
    round_ = group.round
    if round_.opened_at is None or group.organisation_id is None:
        return None
    earlier = Round.objects.filter(
        project=round_.project_id,
        questionnaire__code=round_.questionnaire.code,
        ordered_by=round_.ordered_by_id,
        opened_at__lt=round_.opened_at,
    )
    same = Group.objects.filter(
        round__in=earlier, level=group.level, organisation=group.organisation_id, unit=group.unit_id
    )
    invited = Invitation.objects.filter(group=OuterRef("pk"), channel__in=_BY_MAIL)
    found = same.filter(Exists(invited)).select_related("round")
    return found.order_by("-round__opened_at", "-pk").first()
