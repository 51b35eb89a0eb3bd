"""What partners, employers and groups have is set back from their histories, through the rooms' own rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from projects.register import services as register
from projects.register.models import (
    EmployerPartnership,
    Meeting,
    Partnership,
    Unit,
)
from projects.register.services import groups
from tests.cast import Cast, join, make_organisation
from tests.desk.test_restoring import address as set_back
from tests.desk.test_restoring import pressed, text
from tests.register.meetings import make_group, make_meeting, make_member
from tests.register.pages import address
from tests.surveys import fielding
from yhes.common import audit
from yhes.common.models import AuditEvent
from yhes.desk.reports import services as reports

pytestmark = pytest.mark.django_db


def employer(cast: Cast, **facts: Any) -> EmployerPartnership:
    given = {"stage": "active", **facts}
    return register.add_employer(
        project=cast.project, school=cast.college, name="Esimerkkipaja", facts=given, actor=cast.aino
    )


def unit_of(cast: Cast, **facts: Any) -> Unit:
    given = {"name_fi": "Tekniikka", "headcount": 12, **facts}
    return register.save_unit(organisation=cast.college, facts=given, project=cast.project, actor=cast.aino)


def test_employers_units_and_agreements_are_set_back(cast: Cast, as_aino: Client) -> None:
    row = employer(cast, next_step="Käynti", next_step_on=date(2027, 1, 15))
    register.change_employer(
        partnership=row, facts={"stage": "paused", "next_step": "", "next_step_on": None}
    )
    page = text(as_aino.get(address("employer_edit", cast.project.slug, row.pk)))
    assert set_back(cast, row, "stage") in page
    for field in ("stage", "next_step_on"):
        assert "The field was set back." in text(pressed(as_aino, address_of(cast, row, field)))
    row.refresh_from_db()
    assert (row.stage, row.next_step, row.next_step_on) == ("active", "Käynti", date(2027, 1, 15))

    unit = unit_of(cast)
    register.save_unit(organisation=cast.college, unit=unit, facts={"headcount": 120}, project=cast.project)
    other = unit_of(cast, name_fi="Hyvinvointi")
    where = address_of(cast, cast.college, "headcount", "register.unit_changed")
    assert where in text(as_aino.get(address("partner", cast.project.slug, cast.college.slug)))
    assert "Tekniikka" in text(as_aino.get(where))
    pressed(as_aino, where)
    unit.refresh_from_db()
    other.refresh_from_db()
    assert (unit.headcount, other.headcount) == (12, 12)
    event = audit.history(cast.college).first()
    assert event is not None
    assert (event.actor, event.project_id) == (cast.aino, cast.project.pk)

    part = Partnership.objects.get(project=cast.project, organisation=cast.institute)
    for state, day in (("signed", date(2026, 2, 2)), ("none", None)):
        register.set_agreement(partnership=part, agreement=state, on=day)
    where = address_of(cast, cast.institute, "agreement")
    asked = text(as_aino.get(where))
    assert "sent or signed on" in asked.lower()
    pressed(as_aino, where)
    part.refresh_from_db()
    assert (part.agreement, part.agreement_on) == ("signed", date(2026, 2, 2))


def address_of(cast: Cast, on: models.Model, field: str, action: str = "") -> str:
    """Of the newest event of the object that tells of the field."""
    events = [event for event in audit.history(on) if field in event.changes]
    event = next(event for event in events if event.action == (action or event.action))
    with translation.override("en"):
        return reverse("desk:restore", args=[cast.project.slug, event.pk, field])


def test_an_agreement_that_does_not_stand_gets_no_day(cast: Cast, as_aino: Client) -> None:
    part = Partnership.objects.get(project=cast.project, organisation=cast.institute)
    for day in (date(2026, 2, 2), date(2026, 3, 3)):
        register.set_agreement(partnership=part, agreement="signed", on=day)
    where = address_of(cast, cast.institute, "agreement_on")
    register.set_agreement(partnership=part, agreement="none")
    refused = pressed(as_aino, where)
    assert refused.status_code == 400
    assert "No agreement has been sent or signed" in text(refused)


def test_groups_members_meetings_and_logos_are_set_back(cast: Cast, as_aino: Client) -> None:
    group = make_group(cast)
    groups.save_group(group=group, facts={"title_fi": "Toinen nimi", "shows_minutes": True})
    page = text(as_aino.get(address("group", cast.project.slug, group.pk)))
    where = address_of(cast, group, "shows_minutes")
    assert where in page
    pressed(as_aino, where)
    group.refresh_from_db()
    assert (group.shows_minutes, group.title_fi) == (False, "Toinen nimi")

    member = make_member(group, cast.bertil)
    groups.save_group_member(member=member, facts={"until": date(2027, 1, 1)})
    pressed(as_aino, address_of(cast, member, "until"))
    member.refresh_from_db()
    assert member.until is None

    meeting = make_meeting(group, 7)
    begins, ends = meeting.starts_at, meeting.ends_at
    week = timedelta(days=7)
    groups.save_meeting(meeting=meeting, facts={"starts_at": begins + week, "ends_at": ends + week})
    where = address_of(cast, meeting, "starts_at")
    assert where in text(as_aino.get(address("meeting", cast.project.slug, meeting.pk)))
    pressed(as_aino, where)
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at) == (begins, ends)


def test_a_meeting_whose_minutes_are_approved_stays_as_it_is(cast: Cast, as_aino: Client) -> None:
    meeting = make_meeting(make_group(cast), -3, record="Todettiin.")
    groups.save_meeting(meeting=meeting, facts={"place": "Vaasa"})
    where = address_of(cast, meeting, "place")
    groups.approve_minutes(meeting=meeting, approved_on=timezone.localdate())
    assert "/restore/" not in text(as_aino.get(address("meeting", cast.project.slug, meeting.pk)))
    assert pressed(as_aino, where).status_code == 400
    assert Meeting.objects.get(pk=meeting.pk).place == "Vaasa"


def test_a_draft_for_the_funder_is_set_back(cast: Cast, as_aino: Client) -> None:
    facts = {"title": "Väliraportti", "first": date(2026, 1, 1), "last": date(2026, 6, 30), "language": "fi"}
    report = reports.create_report(project=cast.project, facts=facts)
    reports.update_report(report=report, facts={"first": date(2026, 2, 1), "last": date(2026, 7, 31)})
    words = report.texts.first()
    assert words is not None
    for said in ("Ensin", "Sitten"):
        reports.write_text(text=words, facts={"before": said})
    with translation.override("en"):
        page = text(as_aino.get(reverse("reports:report", args=[cast.project.slug, report.pk])))
    where = address_of(cast, words, "before")
    assert where in page
    pressed(as_aino, where)
    words.refresh_from_db()
    assert words.before == "Ensin"
    pressed(as_aino, address_of(cast, report, "last"))
    report.refresh_from_db()
    assert (report.first, report.last) == (date(2026, 1, 1), date(2026, 6, 30))


def test_only_who_keeps_it_and_only_in_its_own_project(
    cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client
) -> None:
    """An organisation's events in another project are nobody's here."""
    unit = unit_of(cast)
    register.save_unit(organisation=cast.college, unit=unit, facts={"headcount": 1}, project=cast.project)
    where = address_of(cast, cast.college, "headcount", "register.unit_changed")
    assert as_bertil.get(where).status_code == 200
    assert as_maija.get(where).status_code == 404
    row = employer(cast)
    register.change_employer(partnership=row, facts={"stage": "ended"})
    assert as_bertil.get(address_of(cast, row, "stage")).status_code == 200
    assert as_maija.get(address_of(cast, row, "stage")).status_code == 404
    part = Partnership.objects.get(project=cast.project, organisation=cast.college)
    register.set_agreement(partnership=part, agreement="sent", on=date(2026, 2, 2))
    assert as_bertil.get(address_of(cast, cast.college, "agreement")).status_code == 404
    elsewhere = join(cast.other_project, cast.college)
    for note in ("Salainen", "Toinen"):
        register.change_partner(partnership=elsewhere, note=note)
    assert as_aino.get(address_of(cast, cast.college, "note")).status_code == 404


def test_a_unit_waits_in_the_bin_with_its_headcount(
    cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client
) -> None:
    group = fielding.leaf(fielding.make_draft(cast))
    unit = group.unit
    assert unit is not None
    owner = unit.organisation
    register.save_unit(organisation=owner, unit=unit, facts={"headcount": 30})
    unit.refresh_from_db()
    key, name, staff = unit.pk, str(unit), unit.headcount
    page = as_aino.post(address("unit_remove", cast.project.slug, owner.slug, key), follow=True)
    assert "was moved to the bin" in text(page)
    assert "Undo" in text(page)
    assert not Unit.objects.filter(pk=key).exists()
    event = AuditEvent.objects.get(action="register.unit_removed")
    with translation.override("en"):
        bin_page = reverse("desk:bin", args=[cast.project.slug])
        undo = reverse("desk:bin_restore", args=[cast.project.slug, "unit", event.pk])
    assert undo in text(page)
    assert name in text(as_aino.get(bin_page))
    assert as_maija.post(undo).status_code == 404
    back = as_aino.post(undo)
    assert back["Location"] == address("partner", cast.project.slug, owner.slug)
    again = Unit.objects.get(pk=key)
    assert (str(again), again.headcount, again.organisation) == (name, staff, owner)
    group.refresh_from_db()
    assert group.unit == again
    assert as_aino.post(undo).status_code == 404
    assert name not in text(as_aino.get(bin_page))
    register.remove_unit(unit=again, project=cast.project)
    assert len([row for row in as_aino.get(bin_page).context["rows"] if row.kind == "unit"]) == 1


def test_a_unit_of_the_own_organisation_only_and_not_beside_its_namesake(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    events = [
        register.remove_unit(
            unit=register.save_unit(organisation=body, facts={"name_fi": "Tekniikka"}, project=cast.project),
            project=cast.project,
        )
        for body in (cast.college, cast.institute)
    ]
    with translation.override("en"):
        own, foreign = (
            reverse("desk:bin_restore", args=[cast.project.slug, "unit", event.pk]) for event in events
        )
    assert as_bertil.post(foreign).status_code == 404
    unit_of(cast)
    as_bertil.post(own)
    assert Unit.objects.count() == 1
    Unit.objects.all().delete()
    as_bertil.post(own)
    assert Unit.objects.get().organisation == cast.college


def test_a_unit_in_the_bin_outlives_a_merger(cast: Cast, as_aino: Client) -> None:
    twin = make_organisation("twin", "Esimerkkikaksonen")
    join(cast.project, twin)
    unit = register.save_unit(organisation=twin, facts={"name_fi": "Tekniikka", "headcount": 3})
    event = register.remove_unit(unit=unit, project=cast.project)
    register.merge_organisations(kept=cast.institute, dropped=twin)
    with translation.override("en"):
        as_aino.post(reverse("desk:bin_restore", args=[cast.project.slug, "unit", event.pk]))
    assert Unit.objects.get(pk=event.keys["unit"][1]).organisation == cast.institute


def test_a_removed_group_or_meeting_is_undone_where_the_person_is(cast: Cast, as_aino: Client) -> None:
    group = make_group(cast)
    meeting = make_meeting(group, 7)
    page = as_aino.post(address("meeting_remove", cast.project.slug, meeting.pk), follow=True)
    assert "Undo" in text(page)
    with translation.override("en"):
        undo = reverse("desk:bin_restore", args=[cast.project.slug, "meeting", meeting.pk])
    assert undo in text(page)
    as_aino.post(undo)
    assert Meeting.objects.present().get() == meeting
    page = as_aino.post(address("group_remove", cast.project.slug, group.pk), follow=True)
    with translation.override("en"):
        undo = reverse("desk:bin_restore", args=[cast.project.slug, "projectgroup", group.pk])
    assert undo in text(page)
    as_aino.post(undo)
    assert as_aino.get(address("meeting", cast.project.slug, meeting.pk)).status_code == 200


def test_what_cannot_be_undone_is_asked_once(cast: Cast, as_aino: Client) -> None:
    """An agenda item, an open invitation, the address of the own calendar."""
    meeting = make_meeting(make_group(cast), 7)
    item = meeting.items.get()
    remove = address("agenda_item_remove", cast.project.slug, meeting.pk, item.pk)
    form = text(as_aino.get(address("agenda_item", cast.project.slug, meeting.pk, item.pk)))
    assert f'href="{remove}"' in form
    assert "This cannot be undone." in text(as_aino.get(remove))
    assert meeting.items.exists()
    as_aino.post(remove)
    assert not meeting.items.exists()

    register.invite(
        project=cast.project, role="coach", email="uusi@example.org", language="fi", invited_by=cast.aino
    )
    invitation = cast.project.invitations.get()
    withdraw = address("invitation_withdraw", cast.project.slug, invitation.pk)
    assert f'href="{withdraw}"' in text(as_aino.get(address("members", cast.project.slug)))
    assert "uusi@example.org" in text(as_aino.get(withdraw))
    assert cast.project.invitations.exists()
    as_aino.post(withdraw)
    assert not cast.project.invitations.exists()

    with translation.override("en"):
        link = reverse("desk:calendar_link")
    assert "Renew the address?" not in text(as_aino.get(link, {"do": "renew"}))  # there is none yet
    as_aino.post(link)
    shown = text(as_aino.get(link))
    assert 'name="do"' not in shown
    for what in ("renew", "remove"):
        assert f'href="?do={what}"' in shown
        assert f'name="do" value="{what}"' in text(as_aino.get(link, {"do": what}))
