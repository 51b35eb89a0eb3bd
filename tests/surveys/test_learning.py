"""Ask how it goes: who may be named to whom, how it is taken back, and letters that tell no address."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from post_office.models import Email

from projects.register.models import Membership, Organisation, Partnership, Role
from surveys import personal
from surveys.models import LearningAgreement
from surveys.services import learning
from tests.cast import Cast, give_role, make_person, sign_in
from tests.surveys.ballot_box import BallotBox
from tests.surveys.compared import COLLEGE, HIGH, INSTITUTE, LOW, compared, released
from tests.surveys.fielding import url
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "kehittaminen@esimerkkiskolan.example"
SECTION = 'aria-labelledby="learning-title"'


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """The college answered low, the institute high, and so did somebody who is not in the register."""
    made = compared(cast, {COLLEGE: (40, LOW), INSTITUTE: (40, HIGH), 2: (40, HIGH)})
    released(made)
    return made


@pytest.fixture
def ingrid(cast: Cast) -> Any:
    """Contact of the institute."""
    person = make_person("Ingrid Ivars", "sv")
    give_role(person, cast.project, Role.CONTACT, cast.institute)
    return person


def results(client: Client, cast: Cast, box: BallotBox, place: int = COLLEGE) -> str:
    address = url(
        "group_results", cast.project.slug, box.round.pk, box.organisations[place].pk, language="en"
    )
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


def section(html: str) -> str:
    return html.split(SECTION)[1].split("</section>", maxsplit=1)[0]


def agree(cast: Cast, *organisations: Organisation, address: str = "") -> None:
    for organisation in organisations:
        learning.agree(project=cast.project, organisation=organisation, user=cast.aino, address=address)


def ask_address(cast: Cast, box: BallotBox, asked: Organisation) -> str:
    group = box.organisations[COLLEGE].pk
    return url("learning_ask", cast.project.slug, box.round.pk, group, asked.pk, language="en")


def test_only_those_that_agreed_see_those_that_agreed(
    cast: Cast, box: BallotBox, as_bertil: Client, as_aino: Client
) -> None:
    institute = str(box.organisations[INSTITUTE])

    # Nobody has agreed; then one of the two, then the other; each alone shows nothing.
    assert institute not in results(as_bertil, cast, box)
    agree(cast, cast.institute, address=ADDRESS)
    assert institute not in results(as_bertil, cast, box)
    assert "has not agreed" in section(results(as_bertil, cast, box))
    learning.take_back(project=cast.project, organisation=cast.institute, user=cast.aino)
    agree(cast, cast.college)
    assert institute not in results(as_bertil, cast, box)

    agree(cast, cast.institute, address=ADDRESS)
    shown = section(results(as_bertil, cast, box))
    assert institute in shown
    assert "clearly higher" in shown
    assert ADDRESS in shown
    assert shown.count("<h3>") == len(box.questionnaire.measured)
    assert str(box.organisations[2]) not in shown  # of nobody in the register: never agreed
    assert institute in section(results(as_aino, cast, box))  # the coordinator sees what the college sees
    assert ask_address(cast, box, cast.institute) in shown
    assert ask_address(cast, box, cast.institute) not in section(results(as_aino, cast, box))

    # The other way nothing is higher, and other pages of the round name nobody.
    assert "clearly higher" not in section(results(as_aino, cast, box, INSTITUTE))
    group = box.units[COLLEGE, 0].pk
    unit = as_bertil.get(url("group_results", cast.project.slug, box.round.pk, group)).content.decode()
    assert SECTION not in unit
    assert institute not in unit


def test_what_is_taken_back_is_gone_at_once_and_so_is_who_leaves_the_project(
    cast: Cast, box: BallotBox, as_bertil: Client
) -> None:
    institute = str(box.organisations[INSTITUTE])
    agree(cast, cast.college, cast.institute, address=ADDRESS)
    assert institute in results(as_bertil, cast, box)
    learning.take_back(project=cast.project, organisation=cast.institute, user=cast.aino)
    assert institute not in results(as_bertil, cast, box)
    row = LearningAgreement.objects.get(organisation=cast.institute)
    assert row.address == ""
    assert [event.action for event in audit.history(row)] == [
        "surveys.learning_taken_back",
        "surveys.learning_agreed",
    ]
    assert {event.actor for event in audit.history(row)} == {cast.aino}
    assert not AuditEvent.objects.filter(changes__icontains=ADDRESS).exists()

    agree(cast, cast.institute)
    Partnership.objects.filter(organisation=cast.institute).update(state=Partnership.State.DECLINED)
    assert institute not in results(as_bertil, cast, box)


def test_agreeing_is_ticked_by_those_who_decide_for_the_organisation(
    cast: Cast, as_maija: Client, as_bertil: Client, as_aino: Client, as_cecilia: Client, as_eero: Client
) -> None:
    own, other = (
        url("learning_agree", cast.project.slug, organisation.pk, language="en")
        for organisation in (cast.college, cast.institute)
    )
    assert as_maija.post(own, {"address": ""}).status_code == 400  # not ticked
    assert not LearningAgreement.objects.exists()
    assert as_maija.post(own, {"is_agreed": "on"}).status_code == 302
    assert LearningAgreement.objects.standing().addresses() == {cast.college.pk: ""}
    assert as_bertil.get(own).status_code == 200
    for client, status in ((as_bertil, 404), (as_maija, 404), (as_cecilia, 403), (as_eero, 404)):
        assert client.post(other, {"is_agreed": "on"}).status_code == status
        assert client.post(f"{other}take-back/").status_code == status
    assert "on behalf" in as_aino.get(other).content.decode()
    as_aino.post(other, {"is_agreed": "on", "address": ADDRESS})
    assert LearningAgreement.objects.standing().addresses()[cast.institute.pk] == ADDRESS
    listed = as_bertil.get(url("learning", cast.project.slug, language="en")).content.decode()
    assert str(cast.college) in listed
    assert ADDRESS not in listed
    assert as_bertil.post(f"{own}take-back/").status_code == 302
    assert set(LearningAgreement.objects.standing().addresses()) == {cast.institute.pk}


def test_a_question_reaches_the_contact_and_tells_the_asker_no_address(
    cast: Cast, box: BallotBox, as_bertil: Client, as_aino: Client, ingrid: Any
) -> None:
    agree(cast, cast.college, cast.institute)
    path = ask_address(cast, box, cast.institute)
    form = as_bertil.get(path)
    assert ingrid.email not in form.content.decode()
    sent = {"dimension": box.questionnaire.measured[0].code, "message": "Miten te teette sen?\n<b>R&D</b>"}
    said = as_bertil.post(path, sent, follow=True)
    assert ingrid.email not in said.content.decode()
    letter = Email.objects.get(to=ingrid.email)
    assert cast.bertil.email in letter.message
    assert "<b>R&D</b>" in letter.message
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in letter.html_message
    asked = AuditEvent.objects.get(action="surveys.learning_asked")
    assert asked.actor == cast.bertil
    assert "Miten" not in str(asked.changes)

    assert as_aino.get(path).status_code == 403  # a coordinator writes as oneself, not as an organisation
    as_bertil.post(path, sent)
    refused = as_bertil.post(path, sent)
    assert refused.status_code == 400
    assert "Miten te teette sen?" in refused.content.decode()
    assert Email.objects.filter(to=ingrid.email).count() == learning.LETTERS_A_WEEK


def test_whom_one_may_not_learn_from_cannot_be_asked(
    cast: Cast, box: BallotBox, as_bertil: Client, ingrid: Any
) -> None:
    path = ask_address(cast, box, cast.institute)
    assert as_bertil.get(path).status_code == 404  # nobody agreed
    agree(cast, cast.institute)
    assert as_bertil.get(path).status_code == 404  # the own organisation did not
    agree(cast, cast.college)
    assert as_bertil.get(path).status_code == 200
    assert as_bertil.get(ask_address(cast, box, cast.college)).status_code == 404
    theirs = url(
        "learning_ask",
        cast.project.slug,
        box.round.pk,
        box.organisations[INSTITUTE].pk,
        cast.college.pk,
        language="en",
    )
    assert sign_in(Client(), ingrid).get(theirs).status_code == 404  # theirs is the higher figure
    Membership.objects.filter(user=ingrid).delete()
    caches["default"].clear()
    code = box.questionnaire.measured[0].code
    assert as_bertil.post(path, {"dimension": code, "message": "?"}).status_code == 400  # no contact


def test_somebodys_own_address_goes_with_the_account(cast: Cast) -> None:
    agree(cast, cast.college, address=cast.bertil.email.upper())
    assert len(personal.personal_data(cast.bertil)["shown_as_role_address"]) == 1
    assert any(str(cast.college) in line for line in personal.leaving(cast.bertil))
    learning.forget_addresses([cast.bertil.email])
    assert LearningAgreement.objects.get().address == ""
    assert LearningAgreement.objects.get().is_agreed
