"""An organisation orders a survey: what counts, what is refused, who is told, and what is forgotten when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation
from post_office.models import STATUS, Email

from projects.register.models import Invitation, Membership, Organisation, Partnership, Role, Unit
from surveys import links, offers, personal
from surveys.models import Group, OrderPage, Round, SurveyOrder
from surveys.services import deletions, orders
from surveys.services.orders import Answer
from tests.cast import Cast
from tests.surveys import ordering
from tests.surveys.fielding import instrument, url
from tests.surveys.ordering import KNOWN_ID, NEW_ID, WHO
from yhes.common.models import AuditEvent
from yhes.common.words import Words

pytestmark = pytest.mark.django_db
State = SurveyOrder.State


def typed(**changes: str) -> dict[str, str]:
    """What a browser sends."""
    opens = timezone.localdate() + timedelta(days=7)
    return {
        "questionnaire": str(instrument().pk),
        "organisation_name": "Esimerkkipalvelut Oy",
        "business_id": NEW_ID,
        "headcount": "30",
        "units": "Keittiö, 18\nToimisto: 12",
        "opens_on": opens.isoformat(),
        "closes_on": (opens + timedelta(days=14)).isoformat(),
        "purpose": "Työn kehittämiseen",
        "name": "Tiina Tilaaja",
        "email": WHO,
        "language": "sv",
        **changes,
    }


def address(cast: Cast, name: str = "order") -> str:
    return url(name, cast.project.slug, language="en")


def letters_to(email: str) -> list[Email]:
    return list(Email.objects.filter(to=[email]).order_by("pk"))


# --- Ordering in public --------------------------------------------------------------------------


def test_an_order_counts_only_after_its_person_has_confirmed_it_from_the_letter(
    cast: Cast, visitor: Client
) -> None:
    ordering.page(cast)
    answer = visitor.post(address(cast), typed())
    assert answer.status_code == 302, answer.content.decode()
    order = SurveyOrder.objects.get()
    assert (order.state, order.business_id, order.email) == (State.NEW, NEW_ID, WHO)
    assert order.units == [{"name": "Keittiö", "headcount": 18}, {"name": "Toimisto", "headcount": 12}]
    (letter,) = letters_to(WHO)
    token = links.order_token(order.pk)
    own = url("own_order", token, language="sv")  # the letter is in the language that was chosen
    assert own in letter.message
    assert not list(offers.todo(cast.aino, cast.project)), "nothing waits before it is confirmed"

    assert visitor.get(own).status_code == 200
    order.refresh_from_db()
    assert order.state == State.NEW, "opening the link changes nothing"
    for _twice in range(2):
        assert visitor.post(own, {"confirm": "1"}).status_code == 302
    order.refresh_from_db()
    assert order.state == State.CONFIRMED
    ordered = order.questionnaire.questionnaire.title.sv
    assert f"<dd>{ordered}</dd>" in visitor.get(own).content.decode(), "still told what was ordered"
    assert bytes(order.token_hash) == links.token_hash(token)
    with translation.override("fi"):
        (task,) = offers.todo(cast.aino, cast.project)
    assert task.url == url("order_page", cast.project.slug, order.pk)
    assert AuditEvent.objects.filter(action="surveys.order_confirmed").count() == 1
    assert not list(offers.todo(cast.bertil, cast.project))


def test_the_same_order_sent_twice_is_one_order_and_one_letter(cast: Cast, visitor: Client) -> None:
    ordering.page(cast)
    for _click in range(2):
        assert visitor.post(address(cast), typed()).status_code == 302
    assert SurveyOrder.objects.count() == 1
    assert len(letters_to(WHO)) == 1


def test_the_page_answers_alike_whether_the_organisation_and_the_address_are_known(
    cast: Cast, visitor: Client
) -> None:
    """Only the letter's reader learns anything."""
    ordering.page(cast)
    ordering.known(cast)
    answers = [
        visitor.post(address(cast), typed(business_id=number, email=email), follow=True)
        for number, email in ((NEW_ID, WHO), (KNOWN_ID, cast.bertil.email))
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"business_id": "0000901-4"}, "business_id"),
        ({"headcount": "4", "units": ""}, "headcount"),
        ({"units": "Keittiö, 18\nToimisto: 13"}, "units"),
        ({"units": "Keittiö"}, "units"),
        ({"units": "Keittiö, 15\nkeittiö, 15"}, "units"),
        ({"units": "x" * 5000 + " 30"}, "units"),
        ({"opens_on": "2020-01-01"}, "opens_on"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"closes_on": "2999-01-01"}, "closes_on"),
        ({"email": '"a b"@example.org'}, "email"),
        ({"questionnaire": "987654"}, "questionnaire"),
        ({"language": "de"}, "language"),
        ({"purpose": ""}, "purpose"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    cast: Cast, visitor: Client, changes: dict[str, str], field: str
) -> None:
    ordering.page(cast)
    answer = visitor.post(address(cast), typed(**changes))
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert "Esimerkkipalvelut Oy" in answer.content.decode()
    assert not SurveyOrder.objects.exists()


def test_orders_are_taken_only_where_a_coordinator_takes_them(cast: Cast, visitor: Client) -> None:
    assert visitor.get(address(cast)).status_code == 404, "no page yet"
    page = ordering.page(cast, is_open=False)
    closed = visitor.get(address(cast))
    assert closed.status_code == 200
    assert "<form" not in closed.content.decode().partition("<main")[2].partition("</main>")[0]
    assert visitor.post(address(cast), typed()).status_code == 200
    with pytest.raises(orders.NotOrderable):
        orders.place_order(page=page, wish=ordering.wish())
    preview = url("order_preview", cast.project.slug, instrument().pk)
    assert visitor.get(preview).status_code == 404
    project = url("order", cast.project.slug)
    assert not list(offers.project_page(cast.project))
    ordering.page(cast)
    assert [item.url for item in offers.project_page(cast.project)] == [project]
    assert visitor.get(preview).status_code == 200
    other = instrument("student_feedback")
    assert visitor.get(url("order_preview", cast.project.slug, other.pk)).status_code == 404
    with pytest.raises(orders.NotOrderable):
        orders.place_order(page=page, wish=ordering.wish(questionnaire=other))


def test_too_many_orders_from_one_place_are_stopped_in_words(cast: Cast, visitor: Client) -> None:
    ordering.page(cast)
    answers = [visitor.post(address(cast), typed(headcount=str(30 + i), units="")) for i in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [400]
    assert SurveyOrder.objects.count() == 6


def test_an_order_can_be_taken_back_until_it_is_answered(cast: Cast, visitor: Client) -> None:
    order = ordering.confirmed(cast)
    own = url("own_order", links.order_token(order.pk))
    assert visitor.post(own, {"withdraw": "1"}).status_code == 302
    order.refresh_from_db()
    assert order.state == State.WITHDRAWN
    visitor.post(own, {"confirm": "1"})
    order.refresh_from_db()
    assert order.state == State.WITHDRAWN, "a withdrawn order is not confirmed anew"
    with pytest.raises(orders.OrderRefused):
        orders.accept_order(order=order, answer=Answer(kind="workplace"), user=cast.aino)
    declined = orders.decline_order(
        order=ordering.confirmed(cast, headcount=31), note="Ei nyt", user=cast.aino
    )
    answer = visitor.post(url("own_order", links.order_token(declined.pk)), {"withdraw": "1"})
    assert answer.status_code == 409


# --- The coordinator's page, list and answer -----------------------------------------------------


def test_the_page_is_not_opened_without_a_questionnaire_or_with_anothers(cast: Cast, as_aino: Client) -> None:
    settings = url("order_settings", cast.project.slug)
    assert as_aino.post(settings, {"is_open": "on"}).status_code == 400
    assert not OrderPage.objects.exists()
    sent = {"is_open": "on", "questionnaires": str(instrument().pk), "intro_fi": "Tilaa **meiltä**"}
    assert as_aino.post(settings, sent).status_code == 302
    page = OrderPage.objects.get()
    assert (page.is_open, page.intro_fi, page.offered) == (True, "Tilaa **meiltä**", [instrument()])
    foreign = instrument()
    foreign.pk, foreign.project_id = None, cast.other_project.pk
    foreign.save()
    with pytest.raises(orders.NotOrderable):
        orders.save_page(
            project=cast.project,
            user=cast.aino,
            questionnaires=[foreign],
            intro=Words(fi="", sv="", en=""),
            is_open=True,
        )


def test_the_list_is_filtered_sorted_and_exported_and_has_no_unconfirmed_orders(
    cast: Cast, as_aino: Client
) -> None:
    ordering.placed(cast, organisation_name="Esimerkkihaamu Oy")
    first = ordering.confirmed(cast, organisation_name="Esimerkkiverstas Oy", headcount=31, units=())
    orders.decline_order(order=first, note="Ei nyt", user=cast.aino)
    ordering.confirmed(cast, organisation_name="=Esimerkki Öljy", headcount=32, units=())
    listed = url("orders", cast.project.slug, language="en")
    whole = as_aino.get(listed).content.decode()
    assert "Esimerkkiverstas" in whole
    assert "Esimerkkihaamu" not in whole
    waiting = as_aino.get(listed, {"state": "confirmed", "sort": "organisation"}).content.decode()
    assert "Öljy" in waiting
    assert "Esimerkkiverstas" not in waiting
    assert "Öljy" in as_aino.get(listed, {"q": "öljy"}).content.decode()
    sheet = as_aino.get(listed, {"format": "csv", "state": "confirmed"})
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=Esimerkki Öljy;0000901-3;")
    assert WHO in lines[1]


def test_accepting_a_new_organisation_makes_everything_ready_and_tells_the_person(
    cast: Cast, as_aino: Client
) -> None:
    order = ordering.confirmed(cast, language="sv", purpose="För att utveckla arbetet")
    page = url("order_page", cast.project.slug, order.pk)
    assert as_aino.get(page).status_code == 200
    accept = url("order_accept", cast.project.slug, order.pk)
    assert as_aino.post(accept, {}).status_code == 400, "of what kind it is nobody else knows"
    assert as_aino.post(accept, {"kind": "workplace"}).status_code == 302
    order.refresh_from_db()
    made = order.organisation
    assert made
    assert (made.name_sv, made.business_id, made.kind) == (
        "Esimerkkipalvelut Oy",
        NEW_ID,
        "workplace",
    )
    assert ordering.partnership(cast, made).state == Partnership.State.INVITED
    invited = Invitation.objects.get(email=WHO)
    assert (invited.organisation, invited.role, invited.language) == (made, Role.CONTACT, "sv")
    round_ = order.round
    assert round_
    assert (round_.state, round_.ordered_by) == (Round.State.DRAFT, made)
    sizes = {str(group): group.headcount for group in Group.objects.filter(round=round_, unit__isnull=False)}
    assert sizes == {"Keittiö": 18, "Toimisto": 12}
    assert timezone.localtime(round_.closes_at).date() == order.closes_on
    assert round_.purpose_sv == "För att utveckla arbetet"
    assert round_.purpose_fi
    assert round_.controller_fi == round_.controller_sv == "Esimerkkipalvelut Oy"
    assert round_.legal_basis == Round.LegalBasis.LEGITIMATE_INTEREST
    assert round_.modules == [], "questions of vocational education are for its providers"
    confirm, invitation, ready = letters_to(WHO)
    assert url("own_order", links.order_token(order.pk), language="sv") in confirm.message
    assert "Esimerkkipolku" in invitation.message
    assert url("round", cast.project.slug, round_.pk, language="sv") in ready.message
    trail = AuditEvent.objects.filter(action="surveys.order_accepted").get()
    assert WHO not in str(trail.changes) + trail.object_label


def test_a_known_organisation_is_found_by_its_business_id_with_its_partnership_and_contact(
    cast: Cast,
) -> None:
    college, before = ordering.known(cast), Partnership.objects.count()
    Unit.objects.create(organisation=college, name_fi="keittiö", headcount=3)
    order = ordering.confirmed(cast, business_id=KNOWN_ID, email=cast.bertil.email)
    assert orders.match_of(order).contacts == ("Bertil Berg – Esimerkkiopisto",)
    with pytest.raises(orders.OrderRefused):
        orders.accept_order(order=order, answer=Answer(organisation=cast.institute), user=cast.aino)
    assert not Round.objects.exists(), "a refusal makes nothing"
    round_ = orders.accept_order(order=order, answer=Answer(organisation=college), user=cast.aino)
    assert round_.ordered_by == college
    assert Organisation.objects.filter(business_id=KNOWN_ID).count() == 1
    assert Partnership.objects.count() == before
    assert not Invitation.objects.exists(), "Bertil is its contact already"
    assert Unit.objects.filter(organisation=college).count() == 2
    assert Unit.objects.get(name_fi="keittiö").headcount == 18
    assert round_.modules == ["vet"]
    assert round_.legal_basis == Round.LegalBasis.PUBLIC_TASK
    again = orders.accept_order(order=order, answer=Answer(organisation=college), user=cast.aino)
    assert again == round_, "a second press finds what the first made"
    assert Round.objects.count() == 1


def test_a_school_is_chosen_under_its_provider_and_one_that_declined_is_asked_anew(cast: Cast) -> None:
    college = ordering.known(cast)
    school = Organisation.objects.create(
        slug="esimerkkikoulu", name_fi="Esimerkkikoulu", kind=Organisation.Kind.SCHOOL, provider=college
    )
    Partnership.objects.create(project=cast.project, organisation=school, state=Partnership.State.DECLINED)
    order = ordering.confirmed(cast, business_id=KNOWN_ID)
    assert orders.match_of(order).organisations == (college, school)
    round_ = orders.accept_order(order=order, answer=Answer(organisation=school), user=cast.aino)
    assert round_.ordered_by == school
    assert ordering.partnership(cast, school).state == Partnership.State.INVITED


def test_a_wish_whose_time_is_past_lasts_as_long_from_today_on(cast: Cast) -> None:
    order = ordering.confirmed(cast)
    today = timezone.localdate()
    SurveyOrder.objects.filter(pk=order.pk).update(
        opens_on=today - timedelta(days=12), closes_on=today - timedelta(days=2)
    )
    round_ = orders.accept_order(order=order, answer=Answer(kind="workplace"), user=cast.aino)
    assert timezone.localtime(round_.closes_at).date() == today + timedelta(days=10)


def test_declining_needs_words_which_stand_in_the_letter_alone(cast: Cast, as_aino: Client) -> None:
    order = ordering.confirmed(cast, language="en")
    decline = url("order_decline", cast.project.slug, order.pk)
    assert as_aino.post(decline, {"note": " "}).status_code == 400
    assert as_aino.post(decline, {"note": "Try again in <spring>."}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.decided_by, order.round) == (State.DECLINED, cast.aino, None)
    letter = letters_to(WHO)[-1]
    assert "Try again in <spring>." in letter.message
    assert "Try again in &lt;spring&gt;." in letter.html_message
    assert not Organisation.objects.filter(business_id=NEW_ID).exists()
    with pytest.raises(orders.OrderRefused):
        orders.accept_order(order=order, answer=Answer(kind="workplace"), user=cast.aino)
    assert as_aino.post(decline, {"note": "Again"}).status_code == 302
    assert len(letters_to(WHO)) == 2


# --- Forgetting ----------------------------------------------------------------------------------


def test_whoever_ordered_is_forgotten_on_time_and_the_log_of_deletions_says_how_many(
    cast: Cast, as_aino: Client
) -> None:
    now = timezone.now()
    unconfirmed = ordering.placed(cast)
    declined = orders.decline_order(order=ordering.confirmed(cast, headcount=31), note="Ei", user=cast.aino)
    ready = ordering.accepted(cast)
    Email.objects.update(status=STATUS.sent)
    orders.forget_orders(now + timedelta(days=6))
    assert SurveyOrder.objects.exclude(email="").count() == 3
    orders.forget_orders(now + timedelta(days=7, minutes=1))
    assert not SurveyOrder.objects.filter(pk=unconfirmed.pk).exists()
    orders.forget_orders(now + timedelta(days=29))
    declined.refresh_from_db()
    assert declined.email
    orders.forget_orders(now + timedelta(days=31))
    declined.refresh_from_db()
    assert (declined.name, declined.email, declined.message) == ("", "", "")
    accepted = SurveyOrder.objects.get(round=ready)
    assert accepted.email, "the round is still to come"
    Round.objects.filter(pk=ready.pk).update(state=Round.State.PURGED, opened_at=now, closed_at=now)
    orders.forget_orders(now + timedelta(days=29))
    accepted.refresh_from_db()
    assert accepted.email
    orders.forget_orders(now + timedelta(days=31))
    accepted.refresh_from_db()
    assert (accepted.name, accepted.email) == ("", "")
    assert not letters_to(WHO)
    assert AuditEvent.objects.filter(action="surveys.order_forgotten").count() == 2
    log = [event.changes for event in deletions.log_of([cast.project.pk]).order_by("pk")]
    assert log == [{"orders": [None, 1]}, {"orderers": [None, 1]}, {"orderers": [None, 1]}]
    page = as_aino.get(url("deletions", cast.project.slug, language="en")).content.decode()
    assert "Those who had ordered a survey" in page
    assert "orders nobody confirmed: 1" in page
    assert WHO not in page


@pytest.mark.parametrize(("deleted", "days"), [(True, 31), (False, 366)])
def test_an_accepted_order_whose_round_never_opened_is_forgotten_too(
    cast: Cast, deleted: bool, days: int
) -> None:
    ready = ordering.accepted(cast)
    if deleted:
        ready.delete()
    orders.forget_orders(timezone.now() + timedelta(days=days - 2))
    assert SurveyOrder.objects.get().email
    orders.forget_orders(timezone.now() + timedelta(days=days))
    assert SurveyOrder.objects.get().email == ""


def test_an_account_that_goes_takes_its_orders_along_and_shows_them_before(cast: Cast) -> None:
    waiting = ordering.confirmed(cast, email=cast.eero.email.upper(), name="Eero Eskola")
    ready = ordering.accepted(cast, email=cast.eero.email, name="Eero Eskola")
    told = personal.personal_data(cast.eero)["survey_orders"]
    assert {row["state"] for row in told} == {"confirmed", "accepted"}
    assert len([line for line in personal.leaving(cast.eero) if "Esimerkkipalvelut" in line]) == 2
    orders.erase_everywhere([cast.eero.email])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.name, waiting.email) == (State.WITHDRAWN, "", "")
    kept = SurveyOrder.objects.get(round=ready)
    assert (kept.state, kept.name, kept.email) == (State.ACCEPTED, "", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"language": "de"},
        {"headcount": 4},
        {"closes_on": "2020-01-01"},
        {"state": "accepted"},
        {"confirmed_at": None},
        {"name": ""},
    ],
)
def test_the_database_refuses_half_an_order(cast: Cast, wrong: dict[str, Any]) -> None:
    order = ordering.confirmed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyOrder.objects.filter(pk=order.pk).update(**wrong)


def test_membership_comes_with_the_invitation_and_not_before(cast: Cast) -> None:
    """Whoever ordered sees nothing of the organisation until the letter's link has been used."""
    ordering.accepted(cast, email=cast.eero.email)
    assert not Membership.objects.filter(user=cast.eero).exists()
