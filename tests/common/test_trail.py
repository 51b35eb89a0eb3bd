"""Texts of the audit trail go when their time is up; who, when, what and which field stay (decision 0099)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from projects.register import reporting, services, timeline
from projects.register.errors import NothingToRestore
from projects.register.groups.papers import corrections
from projects.register.services import groups
from projects.register.services.groups import minutes
from surveys.services import deletions
from tests.cast import Cast
from tests.register.meetings import make_group, make_meeting
from tests.register.pages import address
from yhes.accounts.services import remove_account
from yhes.common import audit, checks, restoring, trail
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

TIME_IS_UP = "the text has been deleted, as its time was up"


def text(response: Any) -> str:
    return str(response.content.decode())


def in_two_years() -> Any:
    return timezone.now() + trail.kept() + timedelta(days=1)


def forgotten() -> None:
    """As if two years had passed since everything that has been done."""
    while trail.forget_texts(in_two_years()):
        pass


def rewrite(cast: Cast, words: str = "Pekka Puheliaan laatima.") -> AuditEvent:
    """The summary of the project has changed."""
    services.update_project(project=cast.project, facts={"summary_fi": words}, actor=cast.aino)
    return audit.history(cast.project).latest("pk")


def record(cast: Cast, **changes: Any) -> AuditEvent:
    return audit.record(actor=cast.aino, action="register.project_changed", on=cast.project, changes=changes)


def left_of(event: AuditEvent) -> dict[str, list[Any]]:
    event.refresh_from_db()
    return event.changes


def test_what_was_written_goes_and_who_when_what_and_where_stays(cast: Cast) -> None:
    event = rewrite(cast)
    before = (event.at, event.actor, event.action, event.object_id, event.object_label, event.project_id)
    assert trail.forget_texts(event.at + trail.kept() - timedelta(minutes=1)) == 0
    assert left_of(event)["summary_fi"][1] == "Pekka Puheliaan laatima."
    forgotten()
    assert left_of(event) == {"summary_fi": [None, None]}
    assert event.emptied == ["summary_fi"]
    after = (event.at, event.actor, event.action, event.object_id, event.object_label, event.project_id)
    assert after == before


def test_numbers_days_and_codes_name_nobody_and_stay(cast: Cast) -> None:
    plain = {
        "headcount": (40, 41), "is_public": (False, True), "starts_on": (None, date(2026, 1, 31)),
        "closes_at": (None, timezone.now()), "people": ([1, 2], [1]), "state": ("granted", "running"),
        "total_costs": (None, Decimal("160000.50")),
    }  # fmt: skip
    texts = {
        "phone": (None, "040 123 4567"), "aliases": ([], ["Pekan paja"]), "year": ("2026-01-01 Pekka", ""),
        "network": (cast.project, cast.other_project), "group": (None, {"fi": "A", "sv": "B", "en": "C"}),
    }  # fmt: skip
    event = record(cast, **plain, **texts)
    before = dict(event.changes)
    forgotten()
    after = left_of(event)
    assert {field: after[field] for field in plain} == {field: before[field] for field in plain}
    assert sorted(event.emptied) == sorted(texts)


def test_the_name_of_the_thing_itself_stays(cast: Cast) -> None:
    event = record(cast, title=(None, cast.project), name_fi=("Pekan polku", str(cast.project)))
    forgotten()
    assert left_of(event) == {"title": [None, "Esimerkkipolku"], "name_fi": [None, None]}
    assert event.object_label == "Esimerkkipolku"


def test_the_log_of_deletions_keeps_its_numbers(cast: Cast) -> None:
    deletions.record_orders(cast.project, orders=7, orderers=3)
    told = {"answers": (None, "< 5"), "texts": (None, 12)}
    event = audit.record(actor=None, action=deletions.ANSWERS, on=cast.project, changes=told)
    forgotten()
    assert left_of(event) == {"answers": [None, "< 5"], "texts": [None, 12]}


def test_the_history_says_so_and_offers_nothing_to_set_back(cast: Cast, as_aino: Client) -> None:
    event = rewrite(cast)
    page = address("settings", cast.project.slug)
    with translation.override("en"):
        offered = restoring.links(cast.aino, cast.project)(event, "summary_fi")
    assert offered in text(as_aino.get(page))
    forgotten()
    shown = text(as_aino.get(page))
    assert TIME_IS_UP in shown
    assert "summary" in shown
    assert "Pekka Puheliaan" not in shown.split('<ol class="history">')[1]
    assert offered not in shown
    assert as_aino.get(offered).status_code == as_aino.post(offered).status_code == 404


def test_what_is_still_read_where_it_belongs_stays(cast: Cast) -> None:
    """Why approved minutes were corrected stands at their end; the course of a project is public."""
    meeting = make_meeting(make_group(cast), -3, record="Pekka puhui.")
    groups.approve_minutes(meeting=meeting, approved_on=timezone.localdate(), actor=cast.aino)
    item = meeting.items.get()
    minutes.correct_minutes(item=item, text="Puhuttiin.", reason="Kirjoitusvirhe", actor=cast.aino)
    day = date(2026, 5, 1)
    services.change_state(
        project=cast.project, state="interrupted", reason="Pekka lähti.", on=day, actor=cast.aino
    )
    forgotten()
    assert [(one.item, one.reason) for one in corrections(meeting)] == [("Avaus", "Kirjoitusvirhe")]
    assert not AuditEvent.objects.filter(changes__icontains="Pekka").exists()
    assert day in [event.on for event in timeline.events(cast.project)]
    [report] = reporting._states(cast.project, day, day)
    assert report[0] == day
    assert report[3] == ""


def test_a_removal_cannot_be_undone_any_more(cast: Cast) -> None:
    part = cast.project.partnerships.get(organisation=cast.institute)
    removal = services.remove_partner(partnership=part, actor=cast.aino)
    forgotten()
    assert left_of(removal) == {}
    with pytest.raises(NothingToRestore):
        services.restore_partner(event=removal, project=cast.project, actor=cast.aino)


def test_a_batch_at_a_time_the_oldest_first_and_never_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten()
    monkeypatch.setattr(trail, "BATCH", 2)
    events = [rewrite(cast, f"Teksti {number}") for number in range(3)]
    assert [trail.forget_texts(in_two_years()) for _ in range(3)] == [2, 1, 0]
    assert [left_of(event)["summary_fi"] for event in events] == [[None, None]] * 3
    first = {event.emptied_at for event in AuditEvent.objects.all()}
    forgotten()
    assert {event.emptied_at for event in AuditEvent.objects.all()} == first


def test_a_batch_is_forgotten_whole_or_not_at_all(cast: Cast) -> None:
    """Whoever is stopped in the middle leaves nothing half, and the next one goes on."""
    event = rewrite(cast)
    with transaction.atomic():
        forgotten()
        transaction.set_rollback(True)
    event = AuditEvent.objects.get(pk=event.pk)
    assert left_of(event)["summary_fi"][1] == "Pekka Puheliaan laatima."
    assert event.emptied_at is None
    forgotten()
    assert left_of(event) == {"summary_fi": [None, None]}


def test_a_minute_with_nothing_to_forget_asks_once(cast: Cast) -> None:
    rewrite(cast)
    forgotten()
    with CaptureQueriesContext(connection) as queries:
        trail.forget_texts(timezone.now())
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == 1


def test_the_trail_names_people_by_number(cast: Cast) -> None:
    with pytest.raises(TypeError):
        record(cast, owner=(None, cast.bertil))


def test_a_name_and_an_address_go_from_the_trail_with_the_account(cast: Cast) -> None:
    """Where they are all that stands in a value; inside a longer text they wait for its time to be up."""
    cast.bertil.name = "Bertil Ängström"
    cast.bertil.save()
    services.update_project(project=cast.project, facts={"contact_email": cast.bertil.email}, actor=cast.aino)
    address_told = audit.history(cast.project).latest("pk")
    kept = record(cast, title_fi=("Bertil Ängströmin paja", "Muu"), contact_email=("toinen@example.org", ""))
    named = record(
        cast,
        contact=("BERTIL ängström", "Toinen Henkilö"),
        presenters=(["Bertil Ängström", "Toinen"], []),
        holder=({"fi": "Bertil Ängström", "sv": "Bertil Ängström", "en": "B"}, None),
    )
    labelled = audit.record(actor=None, action="x.y", on=cast.project, label="Bertil Ängström")
    remove_account(user=cast.bertil)
    assert left_of(address_told) == {"contact_email": ["", None]}
    assert left_of(kept)["title_fi"] == ["Bertil Ängströmin paja", "Muu"]
    assert left_of(kept)["contact_email"] == ["toinen@example.org", ""]
    assert left_of(named) == {
        "contact": [None, "Toinen Henkilö"],
        "presenters": [["Toinen"], []],
        "holder": [None, None],
    }
    labelled.refresh_from_db()
    assert labelled.object_label == ""
    assert named.emptied == []


def test_an_address_that_is_gone_is_not_offered_back(cast: Cast, as_aino: Client) -> None:
    for email in (cast.bertil.email, "toimisto@example.org"):
        services.update_project(project=cast.project, facts={"contact_email": email}, actor=cast.aino)
    event = audit.history(cast.project).latest("pk")
    assert restoring.links(cast.aino, cast.project)(event, "contact_email")
    remove_account(user=cast.bertil)
    event.refresh_from_db()
    assert restoring.links(cast.aino, cast.project)(event, "contact_email") == ""
    assert cast.bertil.email not in text(as_aino.get(address("settings", cast.project.slug)))


def test_the_trail_still_refuses_every_other_change(cast: Cast) -> None:
    event = rewrite(cast)
    for change in (
        lambda: AuditEvent.objects.filter(pk=event.pk).update(action="register.other"),
        lambda: AuditEvent.objects.filter(pk=event.pk).delete(),
        event.save,
    ):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize(("months", "faults"), [(0, 1), (1, 0), (24, 0)])
def test_undoing_what_is_in_the_bin_needs_the_trail(settings: Any, months: int, faults: int) -> None:
    settings.TRAIL_KEPT_MONTHS = months
    assert len(checks.trail_outlives_the_bin(None)) == faults
