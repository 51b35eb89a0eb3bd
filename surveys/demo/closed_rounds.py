"""Two rounds that fictional organisations have answered, closed and released like real ones.

Every answer goes through the ballot box: sealed, counted, shuffled, protected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from projects.register.models import Organisation, Partnership, Project
from surveys.ballot import collecting
from surveys.demo import wishes
from surveys.demo.opinions import SHARES, Shares, answer
from surveys.models import Envelope, Group, Invitation, QuestionnaireVersion, Round
from surveys.questionnaire import Submission
from surveys.services import closing, groups, opening, releasing, rounds
from yhes.accounts.models import User
from yhes.common.words import Words

# Organisation's key, people it moves up or down, share of its people who answer.
ANSWERING = {
    "koivu": (0.06, 0.71),
    "kuusi": (0.14, 0.80),
    "tammi": (-0.10, 0.74),
    "haapa": (-0.16, 0.55),
    "paju": (0.02, 0.62),
    "manty": (-0.04, 0.30),
    "kataja": (0.20, 0.86),
}
YEARS = ((2024, -0.06), (2025, 0.0))  # year, how much lower people answered in it


def load(
    *, project: Project, organisations: dict[str, Any], version: QuestionnaireVersion, user: User
) -> list[Round]:
    """The rounds that were not there yet, made, counted and released."""
    return [
        _make(project, organisations, version, user, year, mood)
        for year, mood in YEARS
        if not Round.objects.filter(project=project, title_fi=_title(year)["fi"]).exists()
    ]


@transaction.atomic
def _make(
    project: Project,
    organisations: dict[str, Any],
    version: QuestionnaireVersion,
    user: User,
    year: int,
    mood: float,
) -> Round:
    round_ = _open(project, organisations, version, user, year)
    random = Random(year)  # noqa: S311 -- made-up answers, the same at every run
    moods = {organisations[key].pk: mood + shift for key, (shift, _share) in ANSWERING.items()}
    shares = {organisations[key].pk: share for key, (_shift, share) in ANSWERING.items()}
    leaves = [group for group in leaves_of(round_) if group.organisation_id in shares]
    texts = wishes.wishes(Random(year))  # noqa: S311
    for leaf in leaves:
        answer_unit(round_, leaf, random, moods[leaf.organisation_id], shares[leaf.organisation_id], texts)
    release_as_of(round_, datetime(year, 10, 30, 16, tzinfo=ZoneInfo("Europe/Helsinki")), user)
    if year == YEARS[-1][0]:
        wishes.read_some(round_)
    else:
        wishes.read_all(round_, user)
    return round_


def _open(
    project: Project, organisations: dict[str, Any], version: QuestionnaireVersion, user: User, year: int
) -> Round:
    basics = rounds.Basics(
        questionnaire=version,
        modules=("vet",),
        title=_title(year),
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
        legal_basis=Round.LegalBasis.values[0],
        closes_at=timezone.now() + timedelta(days=1),
    )
    round_ = rounds.create_round(project=project, user=user, basics=basics, is_example=True)
    choices = [choice for key in ANSWERING if (choice := choice_of(project, organisations[key]))]
    return open_with(round_, choices, user)


def open_with(round_: Round, choices: Sequence[groups.OrganisationChoice], user: User) -> Round:
    """The draft, opened for these organisations; nobody is told."""
    groups.choose_groups(round_=round_, user=user, choices=choices, with_regions=False)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.OPENING)
    opening.open_round(round_id=round_.pk, report=_silent, tell=False)
    round_.refresh_from_db()
    return round_


def release_as_of(round_: Round, closed: datetime, user: User) -> None:
    """Count what was answered, destroy the key, and release the round as one that closed at `closed`."""
    closing.stop_accepting(round_.pk)
    closing.count_round(round_id=round_.pk, report=_silent)
    closing.purge_round(round_id=round_.pk)
    Round.objects.filter(pk=round_.pk).update(
        opened_at=closed - timedelta(days=21), closes_at=closed, closed_at=closed
    )
    round_.refresh_from_db()
    releasing.publish_release(round_=round_, user=user, report=_silent)


def choice_of(project: Project, organisation: Organisation) -> groups.OrganisationChoice | None:
    """The organisation with its units, unless somebody has taken it out of the project."""
    if not Partnership.objects.filter(project=project, organisation=organisation).exists():
        return None
    units = [groups.UnitChoice(unit, unit.headcount) for unit in organisation.units.all() if unit.headcount]
    return groups.OrganisationChoice(organisation, units=tuple(units)) if units else None


def answer_unit(
    round_: Round,
    leaf: Group,
    random: Random,
    mood: float,
    share: float,
    texts: Iterable[str] = (),
    opinions: Shares = SHARES,
) -> None:
    """Invite everybody in the unit by slip; `share` of them answer, and some write the next of `texts`.

    `texts` go to the first open question: give none where there is no such question.
    """
    people = leaf.headcount or 0
    answering = round(people * share)
    questionnaire = round_.questionnaire.questionnaire
    sealed: list[Envelope] = []
    following = iter(texts)
    for person in range(answering):
        text = next(following, "") if person % wishes.EVERY == 0 else ""
        submission = Submission(
            choices=answer(questionnaire, random, mood, opinions),
            texts={questionnaire.all_open_questions[0].code: text} if text else {},
        )
        sealed.append(Envelope(round=round_, ciphertext=collecting.seal(round_, leaf, submission)))
    Invitation.objects.bulk_create(
        Invitation(round=round_, group=leaf, channel=Invitation.Channel.SLIP, is_spent=number < answering)
        for number in range(people)
    )
    Envelope.objects.bulk_create(sealed)


def leaves_of(round_: Round) -> Iterator[Group]:
    yield from Group.objects.filter(round=round_, children__isnull=True).order_by("order", "id")


def _title(year: int) -> Words:
    return Words(
        fi=f"Yhteiskehittämisen valmiudet {year}",
        sv=f"Färdigheter för samutveckling {year}",
        en=f"Co-development readiness {year}",
    )


def _silent(done: int, total: int, message: str) -> None:
    """Nobody watches the loading of the demo."""
