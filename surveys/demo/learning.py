"""Fictional organisations that agreed to be asked how it goes."""

from __future__ import annotations

from typing import Any, Final

from projects.register.models import Partnership, Project
from surveys.models import LearningAgreement
from surveys.services import learning
from yhes.accounts.models import User

# Organisation's key → the address of a role that it shows, or "".
AGREED: Final = {"koivu": "kehittaminen@koivu.example", "kuusi": "", "tammi": ""}


def load(*, project: Project, organisations: dict[str, Any], user: User) -> int:
    """Those that have never decided agree; how many did so now."""
    asked = [organisations[key].pk for key in AGREED]
    decided = set(LearningAgreement.objects.filter(project=project).values_list("organisation_id", flat=True))
    partners = set(
        Partnership.objects.filter(project=project, organisation__in=asked)
        .exclude(state=Partnership.State.DECLINED)
        .values_list("organisation_id", flat=True)
    )
    agreeing = [key for key in AGREED if organisations[key].pk in partners - decided]
    for key in agreeing:
        learning.agree(project=project, organisation=organisations[key], user=user, address=AGREED[key])
    return len(agreeing)
