"""Rounds as coordinators make them: through the services, with a real key, ready to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from projects.register.models import Organisation, Unit
from surveys.forms import answers
from surveys.models import Group, Invitation, QuestionnaireVersion, Round
from surveys.questionnaire import Submission
from surveys.services import answering, assurances, groups, opening, rounds
from surveys.services.assurances import Assurances
from surveys.services.groups import OrganisationChoice, UnitChoice
from surveys.services.invitations import mailing
from surveys.services.questionnaires import load_instruments
from surveys.services.rounds import Basics
from tests.cast import Cast
from yhes.common.models import Job
from yhes.common.words import Words

TITLE = Words(fi="Esimerkkikysely", sv="Exempelenkät", en="Example survey")

ASSURED = Assurances(is_staff_informed=True, is_cooperation_handled=True, research_permit="not_needed")


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def sure() -> None:
    """The lease still holds."""


def instrument(code: str = "yhes_readiness") -> QuestionnaireVersion:
    load_instruments()
    return QuestionnaireVersion.objects.get(code=code)


def basics(code: str = "yhes_readiness", **changes: Any) -> Basics:
    version = instrument(code)
    values: dict[str, Any] = {
        "questionnaire": version,
        "modules": tuple(version.questionnaire.modules),
        "title": TITLE,
        "purpose": Words(fi="Työn kehittämiseen", sv="För att utveckla arbetet", en="To develop work"),
        "controller": Words(fi="Esimerkkiopisto", sv="Esimerkkiopisto", en="Esimerkkiopisto"),
        "legal_basis": Round.LegalBasis.PUBLIC_TASK,
        "closes_at": timezone.now() + timedelta(days=7),
        **changes,
    }
    return Basics(**values)


def unit(organisation: Organisation, name: str) -> Unit:
    return Unit.objects.get_or_create(organisation=organisation, name_fi=name)[0]


def make_draft(cast: Cast, *, college: int = 30, institute: int = 20, **changes: Any) -> Round:
    """Esimerkkiopisto with the units Etelä (`college` people) and Pohjoinen (7), Esimerkkiskolan as one group."""
    round_ = rounds.create_round(project=cast.project, user=cast.aino, basics=basics(**changes))
    units = (UnitChoice(unit(cast.college, "Etelä"), college), UnitChoice(unit(cast.college, "Pohjoinen"), 7))
    choices = [OrganisationChoice(cast.college, units=units), OrganisationChoice(cast.institute, institute)]
    groups.choose_groups(round_=round_, user=cast.aino, choices=choices, with_regions=False)
    assurances.assure(round_=round_, user=cast.aino, given=ASSURED)
    round_.refresh_from_db()
    return round_


def make_open(cast: Cast, **changes: Any) -> Round:
    round_ = make_draft(cast, **changes)
    job = opening.request_opening(round_=round_, user=cast.aino)
    opening.open_round(round_id=round_.pk, report=silent)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    round_.refresh_from_db()
    return round_


def leaf(round_: Round, name: str = "Etelä") -> Group:
    return Group.objects.select_related("round__project").get(round=round_, label__fi=name)


def invite(group: Group, email: str = "", language: str = "fi") -> str:
    """A token for one more person of the group: by mail when an address is given, else as on a slip."""
    channel = Invitation.Channel.MAIL if email else Invitation.Channel.SLIP
    made = Invitation.objects.create(
        round_id=group.round_id,
        group=group,
        channel=channel,
        email=email,
        language=language,
        is_mailed=bool(email),
    )
    return mailing.mint(made)


def close_by_clock(round_: Round) -> None:
    """Its time has come, but no clock process has noticed."""
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(seconds=1))


# --- Answering as a browser does ---------------------------------------------------------------


def url(name: str, *args: Any, language: str = "fi") -> str:
    with translation.override(language):
        return reverse(f"surveys:{name}", args=args)


def arrive(client: Client, token: str) -> HttpResponse:
    """Open the link of a letter and follow it to the first page."""
    return client.get(f"/v/{token}", follow=True)  # type: ignore[return-value]


def fill_in(round_: Round, value: str = "4") -> dict[str, str]:
    """Every closed question of the round with the same answer."""
    return {item.code: value for item in round_.asked.items}


def send(
    client: Client, round_: Round, token: str, sent: Mapping[str, str] | None = None, language: str = "fi"
) -> HttpResponse:
    """Send the form with its hidden token."""
    fields = {answers.LINK: token, **(fill_in(round_) if sent is None else sent)}
    return client.post(url("answer", round_.pk, language=language), fields)  # type: ignore[return-value]


def submit(*, token: str, submission: Submission) -> None:
    """What the form's page does with a valid answer."""
    answering.submit_answer(invitation=answering.find_invitation(token), submission=submission)


# --- What must be nowhere ------------------------------------------------------------------------


def assert_nowhere(token: str, log: str = "") -> None:
    """Not in any column of any table, and not in the worker's log."""
    assert token not in log
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert not any(token in str(bytes(v) if isinstance(v, memoryview) else v) for v in row), table
