"""A meeting's letters, minutes, decisions and papers on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from post_office.models import Email

from projects.register.errors import (
    AgendaEmpty,
    ApprovedTooEarly,
    ChangedMeanwhile,
    CorrectionReasonMissing,
    HasDecisions,
    MeetingOver,
    MinutesEmpty,
    MinutesLocked,
    MinutesOpen,
    NobodyToWrite,
    NotHeldYet,
)
from projects.register.models import AgendaItem, Decision, Meeting, MeetingLetter
from projects.register.services import groups as services
from projects.register.services.groups import mailing, pdfs
from tests.cast import Cast, sign_in
from tests.register.meetings import make_group, make_meeting, make_member, text
from tests.register.pages import address
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import Job

pytestmark = pytest.mark.django_db


def send(meeting: Meeting) -> int:
    """What the job does."""
    return services.send_owed(meeting_id=meeting.pk, report=lambda _done, _total: None)


def link_of(email: str) -> str:
    """The path of the personal link in the newest letter to the address."""
    letter = Email.objects.filter(to=email).latest("pk")
    found = re.search(r"https?://[^/\s]+(/\S*/meetings?/\S+|/\S+/[\w-]{28}/)", letter.message)
    assert found
    return found[1]


def test_each_member_gets_one_letter_whatever_is_pressed(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    make_member(group, cast.bertil)
    make_member(group, None)
    make_member(group, None, email="ended@example.org", until=timezone.localdate())
    meeting = make_meeting(group, 7)
    page = address("papers_send", slug, meeting.pk)
    asked = text(as_aino.get(page))
    assert "2 members get the letter" in asked
    assert "Send 2 letters" in asked
    assert "Avaus" in asked
    assert not re.search(r"/[\w-]{28}/", asked)
    assert not Email.objects.exists()
    assert as_aino.post(page).status_code == 302
    assert "All members have had this letter already." in text(as_aino.post(page, follow=True))
    assert Job.objects.filter(kind=services.JOB).count() == 1
    assert send(meeting) == 2
    assert send(meeting) == 0
    services.resume_letters(timezone.now())
    assert Job.objects.filter(kind=services.JOB).count() == 1
    assert sorted(Email.objects.values_list("to", flat=True)) == [
        ["bertil@example.org"],
        ["ulla@example.org"],
    ]
    late = make_member(group, None, email="late@example.org")
    assert "1 member gets the letter" in text(as_aino.get(page))
    assert services.owe_letters(meeting=meeting, actor=cast.aino) == 1
    assert send(meeting) == 1
    assert MeetingLetter.objects.get(member=late).sent_at is not None
    assert "late@example.org" not in str([event.changes for event in audit.history(meeting)])


def test_what_cannot_be_sent_is_refused(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    over, coming = make_meeting(group, -7), make_meeting(group, 7)
    with pytest.raises(NobodyToWrite):
        services.owe_letters(meeting=coming)
    make_member(group, None)
    with pytest.raises(MeetingOver):
        services.owe_letters(meeting=over)
    services.remove_item(item=coming.items.get())
    with pytest.raises(AgendaEmpty):
        services.owe_letters(meeting=coming)
    assert "The agenda is empty." in text(as_aino.post(address("papers_send", slug, coming.pk), follow=True))
    assert not MeetingLetter.objects.exists()


def test_a_member_outside_reads_by_the_link_for_its_time_and_nobody_else_does(cast: Cast) -> None:
    group, visitor = make_group(cast), Client()
    ulla, meeting = make_member(group, None), make_meeting(group, 7)
    make_member(group, cast.bertil)
    file = SimpleUploadedFile("Talous.txt", b"Euroja")
    paper = services.upload_paper(meeting=meeting, file=file, actor=cast.aino)
    services.owe_letters(meeting=meeting)
    send(meeting)
    link = link_of("ulla@example.org")
    to_bertil = Email.objects.get(to="bertil@example.org").message
    assert f"/meetings/{meeting.pk}/" in to_bertil or str(meeting.pk) in to_bertil
    page = visitor.get(link)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "Talous" in text(page)
    assert "Ulla" not in text(page)
    letter = MeetingLetter.objects.get(member=ulla)
    token = mailing._token(meeting.pk, ulla.pk)
    opened = visitor.get(address("meeting_link_file", token, paper.pk))
    assert b"".join(opened.streaming_content) == b"Euroja"
    foreign = services.upload_paper(meeting=make_meeting(group, 9), file=SimpleUploadedFile("B.txt", b"Muu"))
    assert visitor.get(address("meeting_link_file", token, foreign.pk)).status_code == 404
    assert b"BEGIN:VEVENT" in visitor.get(address("meeting_link_calendar", token)).content
    with_desk = mailing._token(meeting.pk, group.members.get(user=cast.bertil).pk)
    for unknown in (with_desk, "x" * 28, token[:-1]):
        assert visitor.get(address("meeting_link", unknown)).status_code == 404
    ended = timezone.now() - timedelta(days=MeetingLetter.LINK_DAYS, hours=3)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=ended - timedelta(hours=1), ends_at=ended)
    assert visitor.get(link).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=ended + timedelta(days=1))
    assert visitor.get(link).status_code == 200
    services.remove_group_member(member=ulla)
    assert visitor.get(link).status_code == 404
    assert not MeetingLetter.objects.filter(pk=letter.pk).exists()


def test_minutes_are_written_decided_approved_and_locked(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    bertil, _ulla = make_member(group, cast.bertil, part="chair"), make_member(group, None)
    meeting = make_meeting(group, -1)
    item = meeting.items.get()
    page = address("minutes", slug, meeting.pk)
    opened = as_aino.get(page).context["form"]
    said = {f"item_{item.pk}": "Todettiin.", "present": [bertil.pk], "guests": "Vieras"}
    assert as_aino.post(page, {**said, "seen": opened["seen"].value()}).status_code == 302
    late = as_aino.post(page, {**said, f"item_{item.pk}": "Toisin.", "seen": opened["seen"].value()})
    assert late.status_code == 400
    assert len(late.context["meanwhile"]) == 1
    assert late.context["form"][f"item_{item.pk}"].value() == "Toisin."
    decide = address("minutes_decision", slug, meeting.pk, item.pk)
    assert as_aino.post(decide, {"title": "Jatketaan", "reason": "Sujuu"}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.item, decision.decided_by) == (item, "steering_group")
    assert decision.reference == f"Ohjausryhmä, minutes {meeting.year_number}, item 1"
    assert "Jatketaan" in text(as_aino.get(address("followup_list", slug, "decisions")))
    with pytest.raises(HasDecisions):
        services.remove_item(item=item)
    approve = address("minutes_approve", slug, meeting.pk)
    early = (meeting.starts_at - timedelta(days=2)).date()
    assert as_aino.post(approve, {"approved_on": str(early)}).status_code == 400
    assert as_aino.post(approve, {"approved_on": str(timezone.localdate())}).status_code == 302
    whole = text(as_aino.get(address("meeting", slug, meeting.pk)))
    for words in ("Todettiin.", "Jatketaan", "Bertil Berg", "minutes approved", "Correct the minutes"):
        assert words in whole
    for name in ("meeting_edit", "agenda_item_add", "paper_add"):
        refused = as_aino.post(address(name, slug, meeting.pk), {
            "day": "2040-01-01", "start_time": "09:00", "end_time": "10:00", "title": "Uusi", "upload": "1",
            "new-file": SimpleUploadedFile("a.txt", b"a"),
        })  # fmt: skip
        assert "The minutes are approved" in text(refused)
    for act in (
        lambda: services.save_minutes(meeting=meeting, present=[], guests="", records={}),
        lambda: services.add_decision(item=item, title="Uusi"),
        lambda: services.approve_minutes(meeting=meeting, approved_on=timezone.localdate()),
        lambda: services.remove_meeting(meeting=meeting),
        lambda: services.move_item(item=item, up=True),
    ):
        with pytest.raises(MinutesLocked):
            act()
    assert as_aino.get(page).status_code == 302


def test_a_correction_of_approved_minutes_says_why_and_stands_in_them(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    meeting = make_meeting(group, -1, record="Todettiin.")
    item = meeting.items.get()
    with pytest.raises(MinutesOpen):
        services.correct_minutes(item=item, text="Muu", reason="Virhe")
    services.approve_minutes(meeting=meeting, approved_on=timezone.localdate(), actor=cast.aino)
    with pytest.raises(CorrectionReasonMissing):
        services.correct_minutes(item=item, text="Muu", reason=" ")
    page = address("minutes_correct", slug, meeting.pk, item.pk)
    assert as_aino.get(page).context["form"]["text"].value() == "Todettiin."
    assert (
        as_aino.post(page, {"text": "Päätettiin.", "reason": "Kirjoitusvirhe", "seen": "0"}).status_code
        == 302
    )
    with pytest.raises(ChangedMeanwhile):
        services.correct_minutes(item=item, text="Muu", reason="Virhe", seen=0)
    event = audit.history(meeting).filter(action=services.MINUTES_CORRECTED).get()
    assert event.changes["record"] == ["Todettiin.", "Päätettiin."]
    printed = text(as_aino.get(address("meeting_print", slug, meeting.pk, "minutes")))
    assert "Päätettiin." in printed
    assert "Kirjoitusvirhe" in printed


def test_minutes_before_the_meeting_and_empty_ones_are_refused(cast: Cast, as_aino: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    coming, held = make_meeting(group, 7), make_meeting(group, -7)
    day = timezone.localdate()
    for refusal, act in (
        (NotHeldYet, lambda: services.save_minutes(meeting=coming, present=[], guests="", records={})),
        (NotHeldYet, lambda: services.add_decision(item=coming.items.get(), title="Päätös")),
        (NotHeldYet, lambda: services.approve_minutes(meeting=coming, approved_on=day)),
        (MinutesEmpty, lambda: services.approve_minutes(meeting=held, approved_on=day)),
    ):
        with pytest.raises(refusal):
            act()
    services.save_minutes(meeting=held, present=[], guests="", records={held.items.get().pk: "A"})
    with pytest.raises(ApprovedTooEarly):
        services.approve_minutes(meeting=held, approved_on=day - timedelta(days=9))
    assert "The meeting has not begun yet." in text(
        as_aino.get(address("minutes", slug, coming.pk), follow=True)
    )


def test_the_pdf_is_made_once_of_what_stands_and_names_people_to_who_may_see_them(
    cast: Cast, as_aino: Client, as_bertil: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    group, slug = make_group(cast), cast.project.slug
    bertil = make_member(group, cast.bertil)
    meeting = make_meeting(group, -1, record="Todettiin.")
    services.save_minutes(meeting=meeting, present=[bertil.pk], guests="", records={})
    page = address("meeting_pdf", slug, meeting.pk, "minutes")
    file = address("meeting_pdf_file", slug, meeting.pk, "minutes")
    assert as_aino.get(file).status_code == 404
    as_aino.post(page)
    as_aino.post(page)
    (row,) = meeting.pdfs.all()
    assert row.names_people
    pdfs.render_pdf(key=row.pk, progress=lambda _done, _total: None, confirm=lambda: None)
    content = b"".join(as_aino.get(file).streaming_content)
    assert content.startswith(b"%PDF-")
    with pikepdf.open(BytesIO(content)) as document:
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert str(document.Root.Lang).startswith("en")
    assert "The PDF is ready" in text(as_aino.get(page))
    assert as_bertil.get(file).status_code == 404
    as_bertil.post(page)
    other = meeting.pdfs.get(names_people=False)
    html = pdfs.Order(meeting, "minutes", "en", names_people=False).html()
    assert "Bertil" not in html
    assert "Esimerkkiopisto" in html
    item: AgendaItem = meeting.items.get()
    services.save_minutes(meeting=meeting, present=[bertil.pk], guests="", records={item.pk: "Toisin."})
    assert as_aino.get(file).status_code == 404
    with pytest.raises(Exception, match="changed meanwhile"):
        pdfs.render_pdf(key=other.pk, progress=lambda _done, _total: None, confirm=lambda: None)
    pdfs.forget_pdfs(timezone.now() + timedelta(days=8))
    assert not meeting.pdfs.exists()


def test_who_lost_the_part_in_the_project_reads_nothing(cast: Cast, as_bertil: Client) -> None:
    group, slug = make_group(cast), cast.project.slug
    make_member(group, cast.bertil)
    meeting = make_meeting(group, 7)
    assert as_bertil.get(address("meeting", slug, meeting.pk)).status_code == 200
    cast.bertil.memberships.all().delete()
    assert sign_in(Client(), cast.bertil).get(address("meeting", slug, meeting.pk)).status_code == 404


def moved(meeting: Meeting, hours: int = 48, **facts: Any) -> Meeting:
    """The meeting begins so many hours later."""
    later = timedelta(hours=hours)
    times = {"starts_at": meeting.starts_at + later, "ends_at": meeting.ends_at + later}
    return services.save_meeting(meeting=meeting, facts={**times, **facts})


def with_papers(cast: Cast) -> Meeting:
    """A coming meeting whose papers Bertil, in English, and Ulla from outside, in Swedish, have had."""
    User.objects.filter(pk=cast.bertil.pk).update(language="en")
    group = make_group(cast)
    make_member(group, cast.bertil)
    make_member(group, None, language="sv")
    meeting = make_meeting(group, 7)
    services.owe_letters(meeting=meeting)
    send(meeting)
    return meeting


def newest(email: str) -> tuple[Email, Any]:
    """The newest letter to the address, and the calendar attached to it."""
    letter = Email.objects.filter(to=email).latest("pk")
    with letter.attachments.get().file.open() as file:
        return letter, Calendar.from_ical(file.read())


def event_of(calendar: Any) -> Any:
    [event] = calendar.walk("VEVENT")
    return event


def test_who_has_had_the_papers_is_told_once_that_the_meeting_moved(cast: Cast, as_aino: Client) -> None:
    meeting = with_papers(cast)
    _first, papers_calendar = newest("bertil@example.org")
    page = address("meeting_edit", cast.project.slug, meeting.pk)
    assert "2 members have had the papers and get a letter" in text(as_aino.get(page))
    day = timezone.localtime(meeting.starts_at).date() + timedelta(days=2)
    typed = {"day": str(day), "start_time": "12:00", "end_time": "14:00", "place": "Turku"}
    said = text(as_aino.post(page, typed, follow=True))
    assert "2 members who have had the papers get a letter about it." in said
    assert set(MeetingLetter.objects.values_list("owes", flat=True)) == {"changed"}
    assert Job.objects.filter(kind=services.JOB, state=Job.State.PENDING).count() == 1
    assert send(meeting) == 2
    assert send(meeting) == 0
    meeting.refresh_from_db()
    letter, calendar = newest("bertil@example.org")
    assert letter.subject.startswith(f"Changed: Ohjausryhmä {meeting.year_number}")
    assert "Turku" in letter.message
    assert "Turku" in letter.html_message
    assert f"/{meeting.pk}/" in letter.html_message
    assert calendar["METHOD"] == "PUBLISH"
    before, after = event_of(papers_calendar), event_of(calendar)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == meeting.starts_at
    assert "Turku" in newest("ulla@example.org")[0].message
    assert Email.objects.count() == 4
    unchanged = text(as_aino.post(page, typed, follow=True))
    assert "get a letter about it" not in unchanged
    assert not MeetingLetter.objects.exclude(owes="").exists()


def test_a_meeting_called_off_and_brought_back_is_told_both_times(cast: Cast, as_aino: Client) -> None:
    meeting = with_papers(cast)
    late = make_member(meeting.group, None, email="late@example.org")
    services.owe_letters(meeting=meeting)
    remove = address("meeting_remove", cast.project.slug, meeting.pk)
    assert "2 members who have had the papers get a letter" in text(as_aino.post(remove, follow=True))
    services.remove_meeting(meeting=meeting)  # pressed twice
    assert send(meeting) == 2
    assert not MeetingLetter.objects.filter(member=late).exists()  # the papers come to nobody any more
    letter, calendar = newest("bertil@example.org")
    assert letter.subject.startswith("Cancelled: Ohjausryhmä")
    assert "http://testserver/en/desk" not in letter.message
    event = event_of(calendar)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    services.restore_meeting(item=meeting)
    services.restore_meeting(item=meeting)
    moved(Meeting.objects.get(pk=meeting.pk))
    assert send(meeting) == 2
    letter, calendar = newest("bertil@example.org")
    assert letter.subject.startswith("The meeting takes place: Ohjausryhmä")
    event = event_of(calendar)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 3)
    assert [member.pk for member in services.recipients(meeting)] == [late.pk]


def test_with_a_group_its_coming_meetings_are_called_off(cast: Cast) -> None:
    meeting = with_papers(cast)
    services.remove_group(group=meeting.group)
    assert send(meeting) == 2
    assert newest("bertil@example.org")[1]["METHOD"] == "CANCEL"
    services.restore_group(item=meeting.group)
    assert send(meeting) == 2
    assert newest("bertil@example.org")[1]["METHOD"] == "PUBLISH"


def test_nobody_is_told_who_need_not_know(cast: Cast) -> None:
    """Without papers yet, of another change than of time and place, of what is over, or with no account in use."""
    group = make_group(cast)
    make_member(group, cast.bertil)
    coming, unsent = make_meeting(group, 7), make_meeting(group, 9)
    services.owe_letters(meeting=coming)
    moved(coming)
    assert not MeetingLetter.objects.exclude(owes="").exists()
    send(coming)  # the papers tell the new time already
    coming.refresh_from_db()
    assert event_of(newest("bertil@example.org")[1])["DTSTART"].dt == coming.starts_at
    services.save_item(item=AgendaItem(meeting=coming), facts={"title": "Muut asiat"})
    moved(unsent)
    Meeting.objects.filter(pk=coming.pk).update(
        starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2)
    )
    services.save_meeting(meeting=coming, facts={"place": "Vaasa"})
    services.remove_meeting(meeting=coming)
    services.restore_meeting(item=coming)
    assert not MeetingLetter.objects.exclude(owes="").exists()
    moved(Meeting.objects.get(pk=coming.pk), hours=24 * 9)
    assert MeetingLetter.objects.get().owes == "changed"
    MeetingLetter.objects.update(owes="")
    User.objects.filter(pk=cast.bertil.pk).update(is_active=False)
    moved(Meeting.objects.get(pk=coming.pk))
    assert not MeetingLetter.objects.exclude(owes="").exists()
