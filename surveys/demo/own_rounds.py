"""Three surveys that one fictional organisation ordered for its own people, answered and released.

Competence, and feedback by stage, have pages of their own: these rounds show them. As what an
organisation orders is never public (docs/decisions/0064), no figure of them is quoted anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from projects.register.models import Organisation, Partnership, Project
from surveys.demo.closed_rounds import answer_unit, leaves_of, open_with, release_as_of
from surveys.demo.open_round import ASSURED
from surveys.demo.opinions import Shares
from surveys.models import QuestionnaireVersion, Round
from surveys.services import assurances, rounds
from surveys.services.groups import OrganisationChoice, UnitChoice
from yhes.accounts.models import User
from yhes.common.words import Words, in_every_language, in_language, of_field

ORDERED_BY: Final = "kuusi"  # the organisation of the demo's contact and management

# Not yet, with support, independently, guides others: weakest with partners outside the own courses.
COMPETENCE: Final[Shares] = {
    "A1": (6, 34, 46, 14),
    "A2": (4, 24, 52, 20),
    "A3": (10, 32, 40, 18),
    "A4": (3, 17, 54, 26),
    "A5": (8, 36, 42, 14),
    "B1": (5, 25, 50, 20),
    "B2": (6, 30, 46, 18),
    "B3": (14, 42, 34, 10),
    "B4": (7, 31, 46, 16),
    "B5": (6, 24, 48, 22),
    "C1": (26, 40, 26, 8),
    "C2": (36, 40, 19, 5),
    "C3": (24, 44, 25, 7),
    "C4": (42, 36, 17, 5),
}
# Strongly disagree … strongly agree. Students know less of how they are assessed than workplaces think.
STUDENTS: Final[Shares] = {
    "OP1": (8, 18, 22, 36, 16),
    "OP2": (4, 11, 17, 42, 26),
    "OP3": (9, 19, 25, 33, 14),
    "OP4": (24, 34, 19, 17, 6),
}
WORKPLACES: Final[Shares] = {
    "PA1": (12, 26, 20, 32, 10),
    "PA2": (5, 12, 18, 42, 23),
    "PA3": (14, 28, 21, 28, 9),
    "PA4": (7, 15, 17, 40, 21),
    "PA5": (11, 23, 24, 31, 11),
    "PA6": (3, 7, 16, 47, 27),
    "PA7": (4, 10, 18, 42, 26),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One that was ordered. `invited`: people of each unit in turn, or of the whole organisation."""

    code: str
    closed: datetime
    invited: tuple[int, ...]
    answering: float
    opinions: Shares
    purpose: Words


def _afternoon(day: int) -> datetime:
    return datetime(2025, 5, day, 16, tzinfo=ZoneInfo("Europe/Helsinki"))


_SERVICE: Final = Words(
    fi="Tulosten perusteella sovimme, mitä muutamme työpaikalla oppimisen vaiheissa ensi lukuvuonna.",
    sv="Utifrån resultaten kommer vi överens om vad vi ändrar i lärandet på arbetsplatsen nästa läsår.",
    en="From the results we agree what we change in learning at the workplace in the next school year.",
)
SURVEYS: Final = (
    Survey(
        code="wl_competence",
        closed=_afternoon(15),
        invited=(21, 24, 15),
        answering=0.8,
        opinions=COMPETENCE,
        purpose=Words(
            fi="Tulosten perusteella valitsemme henkilöstökoulutuksen aiheet ensi lukuvuodeksi.",
            sv="Utifrån resultaten väljer vi teman för personalutbildningen nästa läsår.",
            en="From the results we choose what staff are trained in during the next school year.",
        ),
    ),
    Survey(
        code="student_feedback",
        closed=_afternoon(22),
        invited=(60,),
        answering=0.75,
        opinions=STUDENTS,
        purpose=_SERVICE,
    ),
    Survey(
        code="workplace_feedback",
        closed=_afternoon(22),
        invited=(40,),
        answering=0.7,
        opinions=WORKPLACES,
        purpose=_SERVICE,
    ),
)


def load(
    *,
    project: Project,
    organisation: Organisation,
    versions: Mapping[str, QuestionnaireVersion],
    user: User,
) -> list[Round]:
    """The rounds that were not there yet, made, counted and released; none for who has left the project."""
    partner = Partnership.objects.filter(project=project, organisation=organisation)
    if not partner.exclude(state=Partnership.State.DECLINED).exists():
        return []
    ordered = Round.objects.filter(project=project, ordered_by=organisation, is_example=True)
    there = set(ordered.values_list("questionnaire__code", flat=True))
    return [
        _make(project, organisation, versions[survey.code], survey, user)
        for survey in SURVEYS
        if survey.code not in there
    ]


@transaction.atomic
def _make(
    project: Project,
    organisation: Organisation,
    version: QuestionnaireVersion,
    survey: Survey,
    user: User,
) -> Round:
    basics = _basics(organisation, version, survey)
    round_ = rounds.create_round(project=project, user=user, basics=basics, is_example=True)
    round_.ordered_by = organisation
    round_.save(update_fields=["ordered_by"])
    assurances.assure(round_=round_, user=user, given=ASSURED)
    open_with(round_, [_choice(organisation, survey)], user)
    random = Random(survey.code)  # noqa: S311 -- made-up answers, the same at every run
    for leaf in leaves_of(round_):
        answer_unit(round_, leaf, random, 0.0, survey.answering, opinions=survey.opinions)
    release_as_of(round_, survey.closed, user)
    return round_


def _basics(organisation: Organisation, version: QuestionnaireVersion, survey: Survey) -> rounds.Basics:
    """As an accepted order has them (services.orders.deciding)."""
    asked, names = version.questionnaire.title, of_field(organisation, "name")
    return rounds.Basics(
        questionnaire=version,
        modules=(),
        title=Words(
            fi=f"{asked.fi} – {in_language(names, 'fi')}",
            sv=f"{asked.sv} – {in_language(names, 'sv')}",
            en=f"{asked.en} – {in_language(names, 'en')}",
        ),
        purpose=survey.purpose,
        controller=in_every_language(lambda: in_language(names)),
        legal_basis=Round.LegalBasis.PUBLIC_TASK,
        closes_at=timezone.now() + timedelta(days=1),
    )


def _choice(organisation: Organisation, survey: Survey) -> OrganisationChoice:
    """The organisation as one group, or its first units with as many people each as were invited."""
    if len(survey.invited) == 1:
        return OrganisationChoice(organisation, survey.invited[0])
    units = zip(organisation.units.all(), survey.invited, strict=False)
    return OrganisationChoice(organisation, units=tuple(UnitChoice(unit, count) for unit, count in units))
