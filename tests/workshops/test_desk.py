"""The desk: coordinators make, change and settle events; the project's others read; outsiders see nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from projects.workshops import services
from projects.workshops.models import Workshop
from tests.cast import Cast
from tests.workshops.recipes import address, begin, come, make_draft, make_held, make_workshop, write

pytestmark = pytest.mark.django_db

READERS = ["as_bertil", "as_maija", "as_cecilia"]
DAY = timezone.localdate() + timedelta(days=40)


def text(response: Any) -> str:
    return str(response.content.decode())


def page(name: str, workshop: Workshop, *args: Any) -> str:
    return address(name, workshop.project.slug, workshop.slug, *args)


def typed(**changes: Any) -> dict[str, Any]:
    """What a coordinator fills in for an event from two to half past three."""
    present = {
        "kind": "workshop", "title_fi": "Uusi työpaja", "place_fi": "Tampere", "capacity": "12",
        "day": f"{DAY:%Y-%m-%d}", "start_time": "14:00", "end_time": "15:30",
    }  # fmt: skip
    return {**present, **changes}


def listed(client: Client, cast: Cast, **query: str) -> list[str]:
    response = client.get(address("workshop_list", cast.project.slug), query)
    return [workshop.title for workshop in response.context["page_obj"]]


# --- Making and changing -------------------------------------------------------------------------


def test_the_coordinator_makes_a_draft_and_publishes_it(as_aino: Client, cast: Cast, visitor: Client) -> None:
    response = as_aino.post(address("workshop_add", cast.project.slug), typed(title_sv="Ny workshop"))
    workshop = Workshop.objects.get()
    assert response["Location"] == page("workshop", workshop)
    assert (workshop.state, workshop.slug) == ("draft", "uusi-tyopaja")
    start = timezone.localtime(workshop.starts_at)
    assert (start.date(), start.hour, workshop.ends_at - workshop.starts_at) == (
        DAY,
        14,
        timedelta(minutes=90),
    )
    assert visitor.get(address("event", workshop.slug)).status_code == 404
    as_aino.post(page("workshop_publish", workshop))
    assert visitor.get(address("event", workshop.slug)).status_code == 200


def test_an_event_of_several_days_and_one_whose_hours_are_not_known(as_aino: Client, cast: Cast) -> None:
    url = address("workshop_add", cast.project.slug)
    as_aino.post(url, typed(title_fi="Pitkä", last_day=f"{DAY + timedelta(days=1):%Y-%m-%d}"))
    as_aino.post(url, typed(title_fi="Avoin", start_time="", end_time=""))
    long, open_ = Workshop.objects.order_by("pk")
    assert long.ends_at - long.starts_at == timedelta(days=1, minutes=90)
    assert not open_.has_times
    assert timezone.localtime(open_.starts_at).hour == 0
    assert open_.ends_at - open_.starts_at == timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_fi": ""}, "title_fi"),
        ({"day": ""}, "day"),
        ({"day": "31.2.2027"}, "day"),
        ({"end_time": ""}, "end_time"),
        ({"start_time": ""}, "start_time"),
        ({"end_time": "13:00"}, "end_time"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-3"}, "capacity"),
        ({"capacity": "99999999999"}, "capacity"),
        ({"online_link": "javascript:alert(1)"}, "online_link"),
        ({"registration_closes_at": f"{DAY:%Y-%m-%d}T14:01"}, "registration_closes_at"),
        ({"kind": "juhla"}, "kind"),
        ({"organiser": "0"}, "organiser"),
        ({"title_fi": "x" * 201}, "title_fi"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_not_stored(
    as_aino: Client, cast: Cast, changes: dict[str, str], field: str
) -> None:
    response = as_aino.post(address("workshop_add", cast.project.slug), typed(**changes))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert not Workshop.objects.exists()


def test_only_partners_can_be_named_as_organisers(as_aino: Client, cast: Cast) -> None:
    url = address("workshop_add", cast.project.slug)
    as_aino.post(url, typed(organiser=str(cast.college.pk)))
    assert Workshop.objects.get().organiser == cast.college
    cast.project.partnerships.filter(organisation=cast.institute).delete()
    assert as_aino.post(url, typed(organiser=str(cast.institute.pk))).status_code == 400


def test_the_form_shows_what_is_and_a_change_is_saved_with_its_trace(as_aino: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    form = as_aino.get(page("workshop_edit", workshop)).context["form"]
    shown = {name: form[name].value() for name in (*form.fields,)}
    shown = {name: value for name, value in shown.items() if value not in (None, "", False)}
    assert as_aino.post(page("workshop_edit", workshop), shown).status_code == 302
    assert services.update_workshop(workshop=workshop, facts={}).revision == 0
    as_aino.post(page("workshop_edit", workshop), {**shown, "place_fi": "Turku"})
    workshop.refresh_from_db()
    assert (workshop.place_fi, workshop.revision) == ("Turku", 1)
    assert "changed the event" in text(as_aino.get(page("workshop", workshop)))


def test_a_refused_change_shows_the_event_as_it_is(as_aino: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    response = as_aino.post(page("workshop_edit", workshop), typed(title_fi="", title_sv=""))
    assert response.status_code == 400
    assert response.context["workshop"].title == "Polkutyöpaja"


# --- Its way through the states ---------------------------------------------------------------------


def test_publishing_what_nobody_could_find_is_refused_with_words(as_aino: Client, cast: Cast) -> None:
    draft = make_draft(cast.project, place_fi="")
    response = as_aino.post(page("workshop_publish", draft), follow=True)
    assert "Tell where the event is" in text(response)
    assert as_aino.get(page("workshop_publish", draft)).status_code == 405
    assert Workshop.objects.get().state == "draft"


def test_cancelling_asks_once_and_tells_how_many_get_the_letter(as_aino: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project, capacity=1)
    come(workshop, "Ville")
    come(workshop, "Wilma")
    question = text(as_aino.get(page("workshop_cancel", workshop)))
    assert "1 person has a seat." in question
    assert "1 person is on the waiting list." in question
    assert Workshop.objects.get().state == "published"
    shown = text(as_aino.post(page("workshop_cancel", workshop), {"note": "Sairastapaus"}, follow=True))
    assert "Sairastapaus" in shown
    assert "Writing to those who have registered" in shown
    assert as_aino.post(page("workshop_cancel", workshop), {"note": ""}).status_code == 400


def test_after_the_event_the_count_is_told_or_left_empty(as_aino: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    too_early = as_aino.post(page("workshop_held", workshop), {"participants_count": "9"})
    assert too_early.status_code == 400
    begin(workshop)
    assert as_aino.post(page("workshop_held", workshop), {"participants_count": "-1"}).status_code == 400
    as_aino.post(page("workshop_held", workshop), {"participants_count": ""})
    workshop.refresh_from_db()
    assert (workshop.state, workshop.participants_count, workshop.counts_are_complete) == (
        "held",
        None,
        False,
    )
    as_aino.post(page("workshop_held", workshop), {"participants_count": "9", "counts_are_complete": "on"})
    workshop.refresh_from_db()
    assert (workshop.participants_count, workshop.counts_are_complete) == (9, True)


def test_a_draft_is_deleted_after_one_question_and_nothing_else_is(as_aino: Client, cast: Cast) -> None:
    draft, published = make_draft(cast.project), make_workshop(cast.project, "Julkinen")
    assert "cannot be brought back" in text(as_aino.get(page("workshop_delete", draft)))
    as_aino.post(page("workshop_delete", published))
    as_aino.post(page("workshop_delete", draft))
    assert list(Workshop.objects.values_list("title_fi", flat=True)) == ["Julkinen"]


# --- The list ----------------------------------------------------------------------------------------


def test_the_list_is_searched_filtered_and_sorted(as_aino: Client, cast: Cast) -> None:
    make_draft(cast.project, "Älä unohda", days=5)
    full = make_workshop(cast.project, "Täysi", days=9, capacity=1, kind="webinar", organiser=cast.college)
    come(full, "Ville")
    come(full, "Wilma")
    make_held(cast.project, "Pidetty")
    make_workshop(cast.other_project, "Muualla")
    assert listed(as_aino, cast) == ["Täysi", "Älä unohda", "Pidetty"]
    assert listed(as_aino, cast, state="draft") == ["Älä unohda"]
    assert listed(as_aino, cast, kind="webinar") == ["Täysi"]
    assert listed(as_aino, cast, q="ÄLÄ") == ["Älä unohda"]
    assert listed(as_aino, cast, q="esimerkkiopisto") == ["Täysi"]
    assert listed(as_aino, cast, sort="starts")[0] == "Pidetty"
    assert listed(as_aino, cast, sort="-waiting")[0] == "Täysi"


def test_the_list_is_exported_whole_as_it_is_filtered(as_aino: Client, cast: Cast) -> None:
    make_workshop(cast.project, "=1+1", capacity=3)
    write(make_held(cast.project, "Pidetty", organiser=cast.college))
    url = address("workshop_csv", cast.project.slug)
    rows = list(csv.reader(io.StringIO(as_aino.get(url).content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "Pidetty"]
    assert rows[2][6:12] == ["Esimerkkiopisto", "", "0", "0", "20", "1"]
    book = load_workbook(BytesIO(as_aino.get(f"{url[:-3]}xlsx", {"state": "held"}).content))
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == ["Pidetty"]


def test_an_empty_list_says_what_to_do_next(as_aino: Client, as_cecilia: Client, cast: Cast) -> None:
    url = address("workshop_list", cast.project.slug)
    assert address("workshop_add", cast.project.slug) in text(as_aino.get(url))
    assert address("workshop_add", cast.project.slug) not in text(as_cecilia.get(url))
    assert "No events like that" in text(as_aino.get(url, {"kind": "webinar"}))


def test_pages_cost_the_same_however_much_there_is(
    as_aino: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    held = make_held(cast.project, "Pidetty", organiser=cast.college)
    for number in range(20):
        write(held, f"Tulos {number}")
        come(make_workshop(cast.project, f"Tapahtuma {number}"), "Ville")
    as_aino.get(address("workshop_list", cast.project.slug))
    for url in (address("workshop_list", cast.project.slug), page("workshop", held)):
        with django_assert_max_num_queries(32):
            as_aino.get(url)


# --- Who may what -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", READERS)
def test_the_projects_others_read_and_change_nothing(
    request: pytest.FixtureRequest, person: str, cast: Cast
) -> None:
    client = request.getfixturevalue(person)
    draft, workshop = make_draft(cast.project, "Luonnos"), make_workshop(cast.project)
    assert listed(client, cast) == ["Polkutyöpaja"]
    assert client.get(page("workshop", draft)).status_code == 404
    shown = text(client.get(page("workshop", workshop)))
    assert page("workshop_edit", workshop) not in shown
    assert page("workshop_cancel", workshop) not in shown
    assert client.get(address("workshop_add", cast.project.slug)).status_code == 403
    for name in ("workshop_edit", "workshop_publish", "workshop_cancel", "workshop_held", "workshop_delete"):
        assert client.post(page(name, workshop), typed()).status_code == 403, name
        assert client.post(page(name, draft), typed()).status_code == 404, name
    assert Workshop.objects.get(pk=workshop.pk).state == "published"


def test_outsiders_do_not_learn_that_it_exists(as_eero: Client, visitor: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.project)
    for url in (
        address("workshop_list", cast.project.slug),
        address("workshop_csv", cast.project.slug),
        address("workshop_add", cast.project.slug),
        page("workshop", workshop),
        page("workshop_edit", workshop),
        page("participants", workshop),
    ):
        assert as_eero.get(url).status_code == 404, url
        assert visitor.get(url).status_code == 302, url


def test_a_coordinator_has_no_part_in_other_projects(as_aino: Client, cast: Cast) -> None:
    other = make_workshop(cast.other_project, "Muualla")
    assert as_aino.get(page("workshop", other)).status_code == 404
    assert as_aino.get(address("workshop", cast.project.slug, other.slug)).status_code == 404
    assert as_aino.post(page("workshop_cancel", other), {}).status_code == 404


def test_an_administrator_may_do_it_all(as_admin: Client, cast: Cast) -> None:
    workshop = make_workshop(cast.other_project, "Muualla")
    assert as_admin.post(page("workshop_cancel", workshop), {"note": ""}).status_code == 302
    assert Workshop.objects.get().state == "cancelled"
