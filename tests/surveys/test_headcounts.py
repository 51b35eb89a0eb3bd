"""A coordinator asks how many people there are; a contact confirms from one link, without signing in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from post_office.models import Email

from projects.register.models import Membership, Role, Unit
from surveys import links
from surveys.models import Group, HeadcountInquiry, Round
from surveys.services import groups, headcounts, opening
from surveys.services.groups import OrganisationChoice
from surveys.services.headcounts import ASKED_AGAIN_AFTER, Headcounts
from surveys.services.rounds import RoundRefused
from tests.cast import Cast, give_role, make_person
from tests.surveys.fielding import make_draft, make_open, silent, url
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Round:
    """Esimerkkiopisto with Etelä (30) and Pohjoinen (7); Esimerkkiskolan as one group of 20."""
    return make_draft(cast)


def ask(cast: Cast, draft: Round) -> int:
    return headcounts.ask_headcounts(round_=draft, user=cast.aino)


def link(cast: Cast, draft: Round) -> str:
    return url("headcounts", links.inquiry_token(draft.pk, cast.college.pk))


def unit(name: str) -> Unit:
    return Unit.objects.get(name_fi=name)


def numbers(**counts: str) -> dict[str, str]:
    """What the form sends: a number for each unit by its name."""
    return {f"unit-{unit(name.capitalize()).pk}": count for name, count in counts.items()}


def sizes(draft: Round) -> dict[str, int]:
    return {
        str(group): group.headcount for group in Group.objects.filter(round=draft, headcount__isnull=False)
    }


# --- Asking ----------------------------------------------------------------------------------------


def test_every_contact_gets_a_letter_with_the_same_link_in_the_own_language(cast: Cast, draft: Round) -> None:
    kerttu = make_person("Kerttu Kuusi")
    give_role(kerttu, cast.project, Role.CONTACT, cast.college)
    assert ask(cast, draft) == 1
    to_bertil, to_kerttu = Email.objects.get(to=[cast.bertil.email]), Email.objects.get(to=[kerttu.email])
    token = links.inquiry_token(draft.pk, cast.college.pk)
    assert token in to_bertil.message
    assert token in to_kerttu.message
    assert "/sv/" in to_bertil.message
    assert "37" in to_kerttu.message


def test_management_and_coordinators_are_not_asked(cast: Cast, draft: Round) -> None:
    ask(cast, draft)
    assert {address for email in Email.objects.all() for address in email.to} == {cast.bertil.email}


def test_pressing_the_button_twice_writes_once_and_a_day_later_reminds(cast: Cast, draft: Round) -> None:
    assert [ask(cast, draft), ask(cast, draft)] == [1, 0]
    inquiry = HeadcountInquiry.objects.get()
    HeadcountInquiry.objects.update(asked_at=inquiry.asked_at - ASKED_AGAIN_AFTER - timedelta(minutes=1))
    assert ask(cast, draft) == 1
    letters = Email.objects.filter(to=[cast.bertil.email])
    assert len({re.search(r"https?://\S+", letter.message)[0] for letter in letters}) == 1  # type: ignore[index]


def test_an_organisation_that_has_confirmed_is_left_in_peace(cast: Cast, draft: Round) -> None:
    ask(cast, draft)
    counts = {unit("Etelä").pk: 30, unit("Pohjoinen").pk: 7}
    headcounts.confirm_headcounts(inquiry=HeadcountInquiry.objects.get(), headcounts=Headcounts(units=counts))
    HeadcountInquiry.objects.update(asked_at=draft.created_at - timedelta(days=9))
    assert ask(cast, draft) == 0


def test_without_contacts_there_is_nobody_to_ask_and_it_is_said_what_to_do(cast: Cast, draft: Round) -> None:
    Membership.objects.filter(role=Role.CONTACT).delete()
    with pytest.raises(RoundRefused, match="yhteyshenkilö"):
        ask(cast, draft)


def test_an_open_round_asks_nobody(cast: Cast) -> None:
    with pytest.raises(RoundRefused):
        ask(cast, make_open(cast))


@pytest.mark.parametrize(("client", "status"), [("as_eero", 404), ("as_bertil", 403), ("as_maija", 403)])
def test_only_coordinators_ask(
    cast: Cast, draft: Round, client: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser: Client = request.getfixturevalue(client)
    assert browser.post(url("headcounts_ask", cast.project.slug, draft.pk)).status_code == status
    assert not HeadcountInquiry.objects.exists()


# --- Confirming ------------------------------------------------------------------------------------


def test_a_contact_corrects_and_confirms_without_signing_in(
    cast: Cast, draft: Round, visitor: Client
) -> None:
    ask(cast, draft)
    page = visitor.get(link(cast, draft))
    assert page["X-Robots-Tag"] == "noindex"
    assert 'value="30"' in page.content.decode()
    sent = visitor.post(link(cast, draft), numbers(etelä="34", pohjoinen="7"))
    assert sent.status_code == 302
    assert "41" in visitor.get(link(cast, draft)).content.decode()
    assert sizes(draft) == {"Etelä": 34, "Pohjoinen": 7, "Esimerkkiskolan": 20}
    assert unit("Etelä").headcount == 34
    assert HeadcountInquiry.objects.get().confirmed == 41


def test_reading_the_page_confirms_nothing(cast: Cast, draft: Round, visitor: Client) -> None:
    ask(cast, draft)
    visitor.get(link(cast, draft))
    assert HeadcountInquiry.objects.get().confirmed_at is None


def test_a_unit_left_empty_takes_no_part_and_a_new_one_is_added(
    cast: Cast, draft: Round, visitor: Client
) -> None:
    ask(cast, draft)
    more = {"added_name": "Länsi", "added_count": "18"}
    visitor.post(link(cast, draft), {**numbers(etelä="30", pohjoinen=""), **more})
    assert sizes(draft) == {"Etelä": 30, "Länsi": 18, "Esimerkkiskolan": 20}
    assert unit("Länsi").organisation == cast.college
    assert unit("Pohjoinen").headcount is None, "left out of this survey, not out of the register"


def test_an_organisation_as_one_group_confirms_one_number(cast: Cast, visitor: Client) -> None:
    draft = make_draft(cast)
    groups.choose_groups(
        round_=draft, user=cast.aino, choices=[OrganisationChoice(cast.college, 60)], with_regions=True
    )
    ask(cast, draft)
    visitor.post(link(cast, draft), {"whole": "64"})
    assert sizes(draft) == {"Esimerkkiopisto": 64}


@pytest.mark.parametrize(
    "bad",
    [
        {"etelä": "-3"},
        {"etelä": "monta"},
        {"etelä": "9" * 5000},
        {"etelä": "", "pohjoinen": ""},
    ],
)
def test_bad_numbers_keep_what_was_typed_and_change_nothing(
    cast: Cast, draft: Round, visitor: Client, bad: dict[str, str]
) -> None:
    ask(cast, draft)
    answer = visitor.post(link(cast, draft), numbers(**{"pohjoinen": "8", **bad}))
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()
    assert sizes(draft)["Pohjoinen"] == 7
    assert HeadcountInquiry.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    "half", [{"added_name": "Länsi"}, {"added_count": "18"}, {"added_name": "Etelä", "added_count": "5"}]
)
def test_half_a_new_unit_or_one_that_is_there_already_stores_nothing(
    cast: Cast, draft: Round, visitor: Client, half: dict[str, str]
) -> None:
    ask(cast, draft)
    answer = visitor.post(link(cast, draft), {**numbers(etelä="31", pohjoinen="7"), **half})
    assert answer.status_code == 400
    assert sizes(draft)["Etelä"] == 30
    assert Unit.objects.filter(organisation=cast.college).count() == 2


def test_a_link_to_nothing_says_so(cast: Cast, draft: Round, visitor: Client) -> None:
    for address in (url("headcounts", "x" * 28), link(cast, draft)):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address, {"whole": "5"}).status_code == 404


def test_an_organisation_that_was_left_out_since_has_nothing_to_confirm(
    cast: Cast, draft: Round, visitor: Client
) -> None:
    ask(cast, draft)
    groups.choose_groups(
        round_=draft, user=cast.aino, choices=[OrganisationChoice(cast.institute, 20)], with_regions=False
    )
    assert visitor.get(link(cast, draft)).status_code == 404


def test_after_opening_the_numbers_are_frozen_and_the_link_says_so(
    cast: Cast, draft: Round, visitor: Client, settings: Any, tmp_path: Any
) -> None:
    settings.SURVEY_KEY_DIR = tmp_path
    ask(cast, draft)
    opening.request_opening(round_=draft, user=cast.aino)
    opening.open_round(round_id=draft.pk, report=silent)
    assert visitor.get(link(cast, draft)).status_code == 200
    visitor.post(link(cast, draft), numbers(etelä="34", pohjoinen="7"))
    assert sizes(draft)["Etelä"] == 30
    with pytest.raises(RoundRefused):
        headcounts.confirm_headcounts(
            inquiry=HeadcountInquiry.objects.get(), headcounts=Headcounts(units={unit("Etelä").pk: 34})
        )


# --- What the coordinator and the contact see ------------------------------------------------------


def test_the_drafts_page_tells_who_has_confirmed_and_what_was_changed_after_that(
    cast: Cast, draft: Round, as_aino: Client
) -> None:
    ask(cast, draft)
    page = url("round", cast.project.slug, draft.pk)
    assert "Pyydetty" in as_aino.get(page).content.decode()
    headcounts.confirm_headcounts(
        inquiry=HeadcountInquiry.objects.get(),
        headcounts=Headcounts(units={unit("Etelä").pk: 30, unit("Pohjoinen").pk: 7}),
    )
    assert "Vahvistettu" in as_aino.get(page).content.decode()
    groups.choose_groups(
        round_=draft, user=cast.aino, choices=[OrganisationChoice(cast.college, 99)], with_regions=False
    )
    changed = as_aino.get(page).content.decode()
    assert "Vahvistettu" not in changed
    assert "37" in changed


def test_history_says_that_a_contact_confirmed_and_names_nobody(cast: Cast, draft: Round) -> None:
    ask(cast, draft)
    headcounts.confirm_headcounts(
        inquiry=HeadcountInquiry.objects.get(), headcounts=Headcounts(units={unit("Etelä").pk: 30})
    )
    event = AuditEvent.objects.get(action="surveys.headcounts_confirmed")
    assert event.actor is None
    assert event.changes["headcount"] == [37, 30]


def test_the_contacts_desk_reminds_until_it_is_confirmed(cast: Cast, draft: Round, as_bertil: Client) -> None:
    from surveys.offers import todo

    assert not list(todo(cast.bertil, cast.project))
    ask(cast, draft)
    (task,) = todo(cast.bertil, cast.project)
    assert links.inquiry_token(draft.pk, cast.college.pk) in task.url
    assert not [found for found in todo(cast.aino, cast.project) if found.url == task.url]
    headcounts.confirm_headcounts(
        inquiry=HeadcountInquiry.objects.get(), headcounts=Headcounts(units={unit("Etelä").pk: 30})
    )
    assert not list(todo(cast.bertil, cast.project))
