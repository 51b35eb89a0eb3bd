"""Steering and theme groups: who is a member, who reads what, and what coordinators alone do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.register.errors import (
    AlreadyInGroup,
    ChairTaken,
    DaysOutOfOrder,
    PersonMissing,
    SteeringGroupExists,
    TitleMissing,
)
from projects.register.groups import access, bins, offers, personal, search
from projects.register.models import (
    Document,
    GroupMember,
    Meeting,
    ProjectGroup,
    SteeringGroup,
    ThemeGroup,
)
from projects.register.services import groups as services
from tests.cast import Cast, give_second_factor, sign_in
from tests.register.meetings import OUTSIDER, make_group, make_meeting, make_member, text
from tests.register.pages import address
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_coordinator_makes_a_group_with_members_and_calls_its_meetings(cast: Cast, as_aino: Client) -> None:
    slug = cast.project.slug
    assert "No groups yet" in text(as_aino.get(address("group_list", slug)))
    sent = {"kind": "steering", "title_en": "Steering group", "title_fi": "Ohjausryhmä"}
    made = as_aino.post(address("group_add", slug), sent)
    group = SteeringGroup.objects.get()
    assert made["Location"] == address("group", slug, group.pk)
    again = as_aino.post(address("group_add", slug), {**sent, "title_en": "Another"})
    assert again.status_code == 400
    assert list(again.context["form"].errors) == ["kind"]
    theme = as_aino.post(address("group_add", slug), {"kind": "theme", "title_en": "Well-being"})
    assert theme.status_code == 302
    assert ThemeGroup.objects.get().title_en == "Well-being"
    add = address("group_member_add", slug, group.pk)
    assert as_aino.post(add, {"user": cast.bertil.pk, "part": "chair", "language": "fi"}).status_code == 302
    outside = {"name": "Ulla Ulkonen", "email": "Ulla@Example.org", "language": "sv", "part": "member"}
    assert as_aino.post(add, outside).status_code == 302
    ulla = GroupMember.objects.get(email="ulla@example.org")
    assert (ulla.reads, ulla.person) == ("sv", "Ulla Ulkonen")
    call = {"day": "2040-05-02", "start_time": "09:00", "end_time": "11:00", "place": "Kuopio"}
    first = as_aino.post(address("meeting_add", slug, group.pk), call)
    as_aino.post(address("meeting_add", slug, group.pk), {**call, "day": "2040-09-02"})
    as_aino.post(address("meeting_add", slug, group.pk), {**call, "day": "2041-01-02"})
    numbers = Meeting.objects.order_by("starts_at").values_list("number", "year")
    assert list(numbers) == [(1, 2040), (2, 2040), (1, 2041)]
    page = text(as_aino.get(first["Location"]))
    assert "Steering group 1/2040" in page
    assert "The agenda is empty" in page
    listed = text(as_aino.get(address("group", slug, group.pk)))
    assert "Ulla Ulkonen" in listed
    assert "ulla@example.org" in listed


def test_what_cannot_be_of_a_group_or_a_member_is_refused(cast: Cast, as_aino: Client) -> None:
    group = make_group(cast)
    with pytest.raises(TitleMissing):
        services.save_group(group=ProjectGroup(project=cast.project), facts={"kind": "theme"})
    with pytest.raises(SteeringGroupExists):
        make_group(cast)
    member = make_member(group, cast.bertil, part="chair", until=date(2026, 1, 31))
    for facts, refusal in (
        ({"user": cast.bertil}, AlreadyInGroup),
        ({"user": cast.eero}, PersonMissing),
        ({"name": "Vain nimi"}, PersonMissing),
        ({**OUTSIDER, "since": date(2026, 2, 1), "until": date(2026, 1, 1)}, DaysOutOfOrder),
        ({**OUTSIDER, "part": "chair", "since": date(2026, 1, 31)}, ChairTaken),
    ):
        with pytest.raises(refusal):
            services.save_group_member(member=GroupMember(group=group), facts=facts, actor=cast.aino)
    followed = services.save_group_member(
        member=GroupMember(group=group), facts={**OUTSIDER, "part": "chair", "since": date(2026, 2, 1)}
    )
    assert services.save_group_member(member=followed, facts={"deputy_of": member}).deputy_of is None
    for broken in ({"name": "", "email": ""}, {"deputy_of": member.pk}, {"part": "king"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupMember.objects.filter(pk=followed.pk).update(**broken)
    refused = as_aino.post(
        address("group_member_add", cast.project.slug, group.pk), {"part": "member", "language": "fi"}
    )
    assert list(refused.context["form"].errors) == ["name"]


def test_members_read_their_group_others_what_is_shown_and_outsiders_nothing(
    cast: Cast, as_aino: Client, as_bertil: Client, as_eero: Client, visitor: Client
) -> None:
    """Maija has a part in the project and none in the group."""
    as_maija = sign_in(Client(), cast.maija)
    group, slug = make_group(cast), cast.project.slug
    place = make_member(group, cast.bertil)
    make_member(group, None)
    coming, held = make_meeting(group, 7), make_meeting(group, -7, record="Todettiin.")
    pages = [address("group", slug, group.pk), address("meeting", slug, held.pk),
             address("meeting", slug, coming.pk), address("meeting_print", slug, held.pk, "agenda"),
             address("meeting_calendar", slug, held.pk)]  # fmt: skip
    minutes = address("meeting_print", slug, held.pk, "minutes")
    for page in (*pages, minutes):
        assert as_bertil.get(page).status_code == 200
        assert as_maija.get(page).status_code == 404
        assert as_eero.get(page).status_code == 404
        assert visitor.get(page).status_code == 302
    for name in ("meeting_edit", "minutes", "papers_send", "paper_add", "minutes_approve"):
        assert as_bertil.get(address(name, slug, held.pk)).status_code == 403
        assert as_maija.get(address(name, slug, held.pk)).status_code == 403
    assert "Ulla Ulkonen" not in text(as_bertil.get(pages[0]))
    give_second_factor(cast.bertil)
    confirmed = text(sign_in(Client(), cast.bertil).get(pages[0]))
    assert "Ulla Ulkonen" in confirmed
    assert "ulla@example.org" not in confirmed
    services.save_group(group=group, facts={"shows_minutes": True}, actor=cast.aino)
    assert as_maija.get(pages[0]).context["page_obj"].object_list.count() == 0
    assert as_maija.get(pages[1]).status_code == 404
    services.approve_minutes(meeting=held, approved_on=timezone.localdate(), actor=cast.aino)
    shown = text(as_maija.get(pages[1]))
    assert "Todettiin." in shown
    assert "Taustaa" not in shown
    assert as_maija.get(minutes).status_code == 200
    for closed in (pages[2], pages[3], pages[4]):
        assert as_maija.get(closed).status_code == 404
    assert [m.pk for m in Meeting.objects.filter(access.meetings_visible_to(cast.maija))] == [held.pk]
    services.save_group_member(
        member=place, facts={"since": date(2020, 1, 1), "until": timezone.localdate() - timedelta(days=1)}
    )
    assert as_bertil.get(pages[2]).status_code == 404
    assert as_bertil.get(pages[1]).status_code == 200


def test_a_paper_of_the_group_is_for_its_members(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    as_maija = sign_in(Client(), cast.maija)
    group, slug = make_group(cast), cast.project.slug
    make_member(group, cast.bertil)
    meeting = make_meeting(group, 7)
    add = address("paper_add", slug, meeting.pk)
    refused = as_aino.post(add, {"upload": "1", "new-file": SimpleUploadedFile("a.pdf", b"MZ no")})
    assert list(refused.context["upload"].errors) == ["file"]
    file = SimpleUploadedFile("Talous.txt", b"Euroja")
    assert as_aino.post(add, {"upload": "1", "new-file": file, "new-title": "Talous"}).status_code == 302
    document = Document.objects.get()
    assert document.visibility == "group"
    leaves = address("document_file", slug, document.pk)
    assert b"".join(as_bertil.get(leaves).streaming_content) == b"Euroja"
    assert as_maija.get(leaves).status_code == 404
    documents = address("followup_list", slug, "documents")
    assert "Talous" in text(as_bertil.get(documents))
    assert "Talous" not in text(as_maija.get(documents))
    assert b"Talous" not in as_maija.get(address("followup_csv", slug, "documents")).content
    services.remove_paper(paper=meeting.papers.get(), actor=cast.aino)
    assert as_bertil.get(leaves).status_code == 404
    assert b"".join(as_aino.get(leaves).streaming_content) == b"Euroja"
    chosen = as_aino.post(add, {"documents": [document.pk], "item": meeting.items.get().pk})
    assert chosen.status_code == 302
    assert "Talous" in text(as_bertil.get(address("meeting", slug, meeting.pk)))
    foreign = make_meeting(make_group(cast, project=cast.other_project), 7)
    item = foreign.items.get().pk
    assert as_aino.post(add, {"documents": [document.pk], "item": item}).status_code == 400


def test_the_agenda_is_kept_in_order_and_people_at_once_do_not_overwrite_each_other(
    cast: Cast, as_aino: Client
) -> None:
    group, slug = make_group(cast), cast.project.slug
    meeting = make_meeting(group, 7)
    add = address("agenda_item_add", slug, meeting.pk)
    for title in ("Second", "Third"):
        assert as_aino.post(add, {"title": title, "minutes": "15"}).status_code == 302
    last = meeting.items.get(title="Third")
    as_aino.post(address("agenda_item_move", slug, meeting.pk, last.pk), {"up": "1"})
    as_aino.post(address("agenda_item_move", slug, meeting.pk, last.pk), {"up": "1"})
    as_aino.post(address("agenda_item_move", slug, meeting.pk, last.pk), {"up": "1"})
    titles = [item.title for item in meeting.items.all()]
    assert titles == ["Third", "Avaus", "Second"]
    lines = as_aino.get(address("meeting", slug, meeting.pk)).context["lines"]
    assert [line.begins and (line.begins - meeting.starts_at).seconds // 60 for line in lines] == [0, 15, 25]
    page = address("agenda_item", slug, meeting.pk, last.pk)
    opened = as_aino.get(page).context["form"]["seen"].value()
    services.save_item(item=last, facts={"minutes": 20}, actor=cast.admin)
    response = as_aino.post(page, {"title": "Mine", "seen": opened})
    assert response.status_code == 400
    assert [entry.who for entry in response.context["meanwhile"]] == ["Admin Aalto"]
    assert response.context["form"]["title"].value() == "Mine"
    assert (
        as_aino.post(page, {"title": "Mine", "seen": response.context["form"]["seen"].value()}).status_code
        == 302
    )
    as_aino.post(address("agenda_item_remove", slug, meeting.pk, last.pk))
    assert [item.title for item in meeting.items.all()] == ["Avaus", "Second"]
    changed = as_aino.post(
        address("meeting_edit", slug, meeting.pk),
        {"day": "2041-05-02", "start_time": "09:00", "end_time": "08:00"},
    )
    assert list(changed.context["form"].errors) == ["end_time"]
    as_aino.post(
        address("meeting_edit", slug, meeting.pk),
        {"day": "2041-05-02", "start_time": "09:00", "end_time": "10:00", "place": "Vaasa"},
    )
    file = as_aino.get(address("meeting_calendar", slug, meeting.pk)).content
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert (event["sequence"], str(event["location"])) == (1, "Vaasa")


def test_what_is_removed_waits_in_the_projects_bin(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    meeting = make_meeting(group, 7)
    assert as_aino.post(address("meeting_remove", slug, meeting.pk)).status_code == 302
    assert as_aino.get(address("meeting", slug, meeting.pk)).status_code == 404
    kinds = {kind.name: kind for kind in bins.kinds()}
    assert list(kinds["meeting"].waiting(cast.aino, cast.project)) == [meeting]
    assert kinds["meeting"].waiting(cast.bertil, cast.project) is None
    kinds["meeting"].restore(item=meeting, actor=cast.aino)
    assert as_aino.get(address("meeting", slug, meeting.pk)).status_code == 200
    as_aino.post(address("group_remove", slug, group.pk))
    assert as_aino.get(address("meeting", slug, meeting.pk)).status_code == 404
    other = make_group(cast)
    with pytest.raises(SteeringGroupExists):
        kinds["projectgroup"].restore(item=group, actor=cast.aino)
    services.remove_group(group=other, actor=cast.aino)
    kinds["projectgroup"].restore(item=ProjectGroup.objects.get(pk=group.pk), actor=cast.aino)
    assert as_aino.get(address("meeting", slug, meeting.pk)).status_code == 200


def test_names_and_addresses_are_exported_erased_and_forgotten_in_time(cast: Cast, as_aino: Client) -> None:
    group = make_group(cast)
    make_member(group, cast.bertil)
    stranger = make_member(group, None, email="bertil.berg@example.org")
    held = make_meeting(group, -7, record="Todettiin.")
    everybody = {member.pk for member in group.members.all()}
    services.save_minutes(meeting=held, present=everybody, guests="Vieras Vilponen", records={})
    told = personal.personal_data(cast.bertil)["groups"]
    assert [(row["group"], row["meetings"][0]["present"]) for row in told] == [("Ohjausryhmä", True)]
    assert len(list(personal.leaving(cast.bertil))) == 1
    assert "Bertil" not in str(list(AuditEvent.objects.values_list("object_label", "changes")))
    assert "Ulla" not in str(list(AuditEvent.objects.values_list("object_label", "changes")))
    services.erase_addresses(["BERTIL.BERG@example.org"])
    assert not GroupMember.objects.filter(pk=stranger.pk).exists()
    assert [row.organisation for row in held.attendances.filter(member=None)] == ["Esimerkkitalo"]
    assert services.forget_people(timezone.now()) == 0
    ended = cast.project.ends_on + timedelta(days=366)
    assert services.forget_people(timezone.now() + (ended - timezone.localdate())) == 1
    held.refresh_from_db()
    assert (held.guests, group.members.count(), held.attendances.count()) == ("", 0, 2)
    assert held.items.get().presenter == ""
    assert "Todettiin." in text(as_aino.get(address("meeting", cast.project.slug, held.pk)))


def test_the_desk_tells_what_is_due_and_search_finds_for_members_only(cast: Cast) -> None:
    group = make_group(cast)
    make_member(group, cast.bertil)
    assert list(offers.todo(cast.aino, cast.project)) == []
    coming, held = make_meeting(group, 5), make_meeting(group, -20)
    titles = [todo.title for todo in offers.todo(cast.aino, cast.project)]
    assert len(titles) == 2
    assert coming.title in titles[0]
    assert held.title in titles[1]
    assert all(todo.is_late for todo in offers.todo(cast.aino, cast.project))
    assert list(offers.todo(cast.bertil, cast.project)) == []
    services.owe_letters(meeting=coming, actor=cast.aino)
    assert len(list(offers.todo(cast.bertil, cast.project))) == 1
    assert len(list(offers.todo(cast.aino, cast.project))) == 1
    (block,) = offers.overview(cast.aino, cast.project)
    assert block.context["meeting"] == coming
    now = timezone.now()
    for person, many in ((cast.aino, 2), (cast.bertil, 2), (cast.maija, 0)):
        span = (now - timedelta(days=30), now + timedelta(days=30))
        assert len(list(offers.calendar(person, [cast.project], *span))) == many
    (kind,) = search.kinds()
    found = {item.title["fi"]: item.text["fi"] for item in kind.items()}
    assert "Avaus" in found[coming.title]
    assert "Berg" not in str(found)
    assert kind.inside(cast.bertil).count() == 2
    assert kind.inside(cast.maija).count() == 0


def test_a_page_asks_as_much_for_few_as_for_many(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    meeting = make_meeting(group, -1, record="Todettiin.")
    pages = [address("group_list", slug), address("group", slug, group.pk),
             address("meeting", slug, meeting.pk), address("minutes", slug, meeting.pk)]  # fmt: skip

    def asked(page: str) -> int:
        as_aino.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert as_aino.get(page).status_code == 200
        return len(queries)

    for number in range(2):
        make_member(group, None, email=f"a{number}@example.org")
        services.save_item(item=meeting.items.model(meeting=meeting), facts={"title": f"Kohta {number}"})
        make_meeting(group, 3 + number)
    before = [asked(page) for page in pages]
    for number in range(12):
        make_member(group, None, email=f"b{number}@example.org")
        services.save_item(item=meeting.items.model(meeting=meeting), facts={"title": f"Kohta {number}"})
        make_meeting(group, 10 + number)
    assert [asked(page) for page in pages] == before


def test_nothing_of_the_other_project_opens(cast: Cast, as_aino: Client) -> None:
    foreign = make_group(cast, project=cast.other_project)
    meeting, slug = make_meeting(foreign, 7), cast.project.slug
    for key in (foreign.pk, 999_999):
        assert as_aino.get(address("group", slug, key)).status_code == 404
        assert as_aino.get(address("group_member_add", slug, key)).status_code == 404
    for key in (meeting.pk, 999_999):
        for name in ("meeting", "meeting_edit", "papers_send", "minutes", "paper_add"):
            assert as_aino.get(address(name, slug, key)).status_code == 404
    own: Any = make_meeting(make_group(cast), -7)
    item = meeting.items.get().pk
    assert as_aino.get(address("agenda_item", slug, own.pk, item)).status_code == 404
    assert as_aino.get(address("minutes_decision", slug, own.pk, item)).status_code == 404
    assert as_aino.get(address("meeting_print", slug, own.pk, "answers")).status_code == 404
