"""An open round, so that whoever tries the demo can answer at once and see rates and invitations.

Ways in: two letters in the demo's mailbox, and a shared link with a poster for one unit.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from projects.register.models import Project
from surveys.demo.closed_rounds import ANSWERING, answer_unit, choice_of, leaves_of
from surveys.models import Group, QuestionnaireVersion, Round
from surveys.services import assurances, groups, opening, rates, rounds
from surveys.services.assurances import Assurances
from surveys.services.invitations import people, shared_links
from surveys.services.invitations.people import Person
from yhes.accounts.models import User
from yhes.common.words import Words

TITLE: Final = Words(
    fi="Yhteiskehittämisen valmiudet: syksyn kysely",
    sv="Färdigheter för samutveckling: höstens enkät",
    en="Co-development readiness: autumn survey",
)
INVITING = "vaahtera"  # the organisation whose shared link and letters are there to be tried
OF_THE_CONTACT = "kuusi"  # the demo's contact finds one unit in which nobody has been invited
LETTERS = (Person("vastaaja@esimerkki.example", "fi"), Person("svarare@esimerkki.example", "sv"))
ASSURED: Final = Assurances(
    is_staff_informed=True, is_cooperation_handled=True, research_permit=Round.ResearchPermit.NOT_NEEDED
)
_SO_FAR = 0.7  # of those who answered in earlier rounds, who have answered by now


@transaction.atomic
def load(
    *, project: Project, organisations: dict[str, Any], version: QuestionnaireVersion, user: User
) -> bool:
    """Make the round unless it is there or was there; True when it was made now."""
    if Round.objects.filter(project=project, title_fi=TITLE["fi"]).exists():
        return False
    round_ = _open(project, organisations, version, user)
    random = Random(2026)  # noqa: S311 -- example data, the same at every run
    shares = {organisations[key].pk: share * _SO_FAR for key, (_mood, share) in ANSWERING.items()}
    leaves = [leaf for leaf in leaves_of(round_) if leaf.organisation_id in shares]
    left_to_invite = [leaf for leaf in leaves if leaf.organisation_id == organisations[OF_THE_CONTACT].pk][
        -1:
    ]
    for leaf in leaves:
        if leaf not in left_to_invite:
            answer_unit(round_, leaf, random, 0.0, shares[leaf.organisation_id])
    rates.refresh(round_=round_, now=timezone.now())
    _invite(round_, organisations[INVITING].pk, user)
    return True


def _open(
    project: Project, organisations: dict[str, Any], version: QuestionnaireVersion, user: User
) -> Round:
    closes = timezone.localtime() + timedelta(days=14)
    basics = rounds.Basics(
        questionnaire=version,
        modules=("vet",),
        title=TITLE,
        purpose=Words(
            fi="Tuloksia käytetään hankkeen tiekarttaan ja organisaatioiden kehittämissuunnitelmiin.",
            sv="Resultaten används för projektets färdplan och organisationernas utvecklingsplaner.",
            en="The results are used for the project's roadmap and the organisations' development plans.",
        ),
        controller=Words(
            fi="Esimerkki-koulutuskuntayhtymä Kataja",
            sv="Exempelsamkommunen Enen",
            en="Example Joint Authority Juniper",
        ),
        legal_basis=Round.LegalBasis.PUBLIC_TASK,
        closes_at=closes.replace(hour=16, minute=0, second=0, microsecond=0),
    )
    round_ = rounds.create_round(project=project, user=user, basics=basics, is_example=True)
    chosen = (choice_of(project, organisations[key]) for key in (*ANSWERING, INVITING))
    choices = [choice for choice in chosen if choice]
    groups.choose_groups(round_=round_, user=user, choices=choices, with_regions=False)
    assurances.assure(round_=round_, user=user, given=ASSURED)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.OPENING)
    opening.open_round(round_id=round_.pk, report=_silent, tell=False)
    round_.refresh_from_db()
    return round_


def _invite(round_: Round, organisation: int, user: User) -> None:
    """A shared link for the first unit, letters for the second."""
    units = list(Group.objects.filter(round=round_, organisation=organisation, level=Group.Level.UNIT))
    if len(units) > 1:
        shared_links.share_link(group=units[0], user=user)
        people.invite_people(group=units[1], people=LETTERS, user=user)


def _silent(done: int, total: int, message: str) -> None:
    """Nobody watches the loading of the demo."""
