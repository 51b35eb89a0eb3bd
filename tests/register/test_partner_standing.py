"""How the agreement with a partner stands, who is active and who has gone quiet, and reminding them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from projects.register import services
from projects.register.activity import QUIET_AFTER, with_activity
from projects.register.errors import ChangedMeanwhile
from projects.register.models import ContactLink, Partnership, Role
from projects.register.services.agreements import AgreementDayAhead, AgreementDayMissing, PaperElsewhere
from tests.cast import Cast, give_role, make_person
from tests.register.pages import address, many_partners
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def part(cast: Cast, organisation: Any = None) -> Partnership:
    return Partnership.objects.get(project=cast.project, organisation=organisation or cast.institute)


def activity(cast: Cast, organisation: Any = None) -> str:
    rows: Any = with_activity(Partnership.objects.filter(pk=part(cast, organisation).pk), cast.project)
    return str(rows.get().activity)


def long_ago(partnership: Partnership, days: int = 40) -> None:
    when = timezone.now() - timedelta(days=days)
    Partnership.objects.filter(pk=partnership.pk).update(changed_at=when)


def listed(client: Client, cast: Cast, **query: str) -> list[str]:
    response = client.get(address("partner_list", cast.project.slug), query)
    return [row.partnership.organisation.name for row in response.context["rows"]]


def test_an_agreement_is_sent_and_signed_with_day_and_paper(cast: Cast, as_aino: Client) -> None:
    slug, today = cast.project.slug, timezone.localdate()
    page = address("partner_agreement", slug, cast.institute.slug)
    paper = documents_of(cast)
    opened = as_aino.get(page)
    seen = opened.context["form"]["seen"].value()
    sent = {"agreement": "signed", "agreement_on": "1.11.2026", "agreement_document": paper.pk, "seen": seen}
    assert as_aino.post(page, {**sent, "agreement_on": ""}).status_code == 400
    assert as_aino.post(page, sent)["Location"] == address("partner", slug, cast.institute.slug)
    found = part(cast)
    assert (found.agreement, found.agreement_document) == ("signed", paper)
    text = as_aino.get(address("partner", slug, cast.institute.slug)).content.decode()
    assert "recorded how the agreement stands" in text
    assert address("document_file", slug, paper.pk) in text
    stale = as_aino.post(page, {**sent, "agreement": "sent"})
    assert stale.status_code == 400
    assert "What others changed meanwhile" in stale.content.decode()
    assert part(cast).agreement == "signed"
    event = services.remove_partner(partnership=found, actor=cast.aino)
    back = services.restore_partner(event=event, project=cast.project, actor=cast.aino)
    assert (back.agreement, back.agreement_on, back.agreement_document) == (
        "signed", found.agreement_on, paper,
    )  # fmt: skip
    services.set_agreement(partnership=back, agreement="none", on=today, document=paper)
    found = part(cast)
    assert (found.agreement, found.agreement_on, found.agreement_document) == ("none", None, None)


def letters_to(email: str) -> list[Email]:
    return [letter for letter in Email.objects.order_by("pk") if email in letter.to]


def documents_of(cast: Cast) -> Any:
    file = SimpleUploadedFile("sopimus.txt", b"Sopimus")
    return services.add_document(project=cast.project, file=file, title="Sopimus", actor=cast.aino)


def test_what_of_an_agreement_is_refused(cast: Cast, as_bertil: Client) -> None:
    found, today = part(cast), timezone.localdate()
    paper = documents_of(cast)
    with pytest.raises(AgreementDayMissing):
        services.set_agreement(partnership=found, agreement="sent")
    with pytest.raises(AgreementDayAhead):
        services.set_agreement(partnership=found, agreement="sent", on=today + timedelta(days=1))
    elsewhere = services.add_partner(project=cast.other_project, organisation=cast.college, role="partner")
    with pytest.raises(PaperElsewhere):
        services.set_agreement(partnership=elsewhere, agreement="signed", on=today, document=paper)
    services.set_agreement(partnership=found, agreement="sent", on=today, actor=cast.aino)
    with pytest.raises(ChangedMeanwhile):
        services.set_agreement(partnership=found, agreement="signed", on=today, seen=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=found.pk).update(agreement_on=None)
    own = address("partner_agreement", cast.project.slug, cast.college.slug)
    assert as_bertil.get(own).status_code == 403


def test_quiet_is_who_does_nothing_while_something_waits(cast: Cast) -> None:
    """The college has Bertil and Maija as its people, the institute nobody."""
    college, institute = part(cast, cast.college), part(cast)
    for row in (college, institute):
        long_ago(row)
    assert activity(cast, cast.college) == "idle"
    services.save_unit(organisation=cast.college, facts={"name_fi": "A"})
    assert activity(cast, cast.college) == "quiet"
    cast.maija.last_login = timezone.now() - timedelta(days=3)  # any of its people
    cast.maija.save()
    assert activity(cast, cast.college) == "active"
    cast.maija.last_login = timezone.now() - QUIET_AFTER - timedelta(days=1)
    cast.maija.save()
    assert activity(cast, cast.college) == "quiet"
    audit.record(actor=cast.bertil, action="register.unit_changed", on=cast.college, project_id=0)
    assert activity(cast, cast.college) == "quiet"  # in another project
    audit.record(
        actor=cast.bertil, action="register.unit_changed", on=cast.college, project_id=cast.project.pk
    )
    assert activity(cast, cast.college) == "active"
    services.change_partner(partnership=institute, state="invited")
    assert activity(cast) == "asked"
    long_ago(institute)
    assert activity(cast) == "quiet"
    for state in ("draft", "declined"):
        services.change_partner(partnership=institute, state=state)
        assert activity(cast) == ""


def test_an_agreement_that_is_not_signed_and_a_survey_that_asks_are_waited_for(cast: Cast) -> None:
    found, today = part(cast), timezone.localdate()
    assert activity(cast) == "idle"
    services.set_agreement(partnership=found, agreement="sent", on=today)
    assert activity(cast) == "asked"
    services.set_agreement(partnership=found, agreement="signed", on=today)
    assert activity(cast) == "idle"


def test_the_list_tells_filters_sorts_and_exports_it(cast: Cast, as_aino: Client) -> None:
    services.change_partner(partnership=part(cast), state="invited")
    long_ago(part(cast))
    services.set_agreement(
        partnership=part(cast, cast.college), agreement="signed", on=timezone.localdate(), actor=cast.aino
    )
    assert listed(as_aino, cast, activity="quiet") == ["Esimerkkiskolan"]
    assert listed(as_aino, cast, agreement="signed") == ["Esimerkkiopisto"]
    for sort in ("activity", "agreement", "state", "role", "-name", "changed"):
        assert len(listed(as_aino, cast, sort=sort)) == 2
    assert listed(as_aino, cast, sort="activity") == ["Esimerkkiskolan", "Esimerkkiopisto"]
    assert listed(as_aino, cast, sort="agreement") == ["Esimerkkiskolan", "Esimerkkiopisto"]
    page = as_aino.get(address("partner_list", cast.project.slug), {"sort": "activity"})
    heads = {str(head.label): head for head in page.context["filter"].heads}
    assert [head.direction for head in heads.values() if head.direction] == ["ascending"]
    assert (heads["Activity"].direction, heads["Organisation"].query) == ("ascending", "sort=name")
    assert "Gone quiet" in page.content.decode()
    lines = as_aino.get(address("partner_csv", cast.project.slug)).content.decode("utf-8-sig").splitlines()
    assert any("gone quiet;an answer to the invitation" in line for line in lines), lines
    assert "sign" not in lines[0].replace("signed on", "")  # whether, never when, anybody signed in


def test_queries_stay_the_same_whoever_is_quiet(cast: Cast, as_aino: Client) -> None:
    counts = []
    for more in (5, 60):
        for made in many_partners(cast.project if more == 5 else cast.other_project, more):
            Partnership.objects.filter(pk=made.pk).update(project=cast.project, state="invited")
        for query in ("", "?activity=quiet&sort=activity"):
            caches["parts"].clear()
            with CaptureQueriesContext(connection) as queries:
                as_aino.get(address("partner_list", cast.project.slug) + query)
            counts.append(len(queries))
    assert counts[0] == counts[2]
    assert counts[1] <= counts[3] <= counts[1] + 1  # with the second page's link comes nothing more


def contact(cast: Cast, name: str, **facts: Any) -> User:
    person = make_person(name, **facts)
    give_role(person, cast.project, Role.CONTACT, cast.institute)
    return person


def test_the_contacts_of_a_partner_are_reminded_once_a_day(cast: Cast, as_aino: Client) -> None:
    first = contact(cast, "Kaisa Kontakti", language="en")
    second = contact(cast, "Ville Varalla")
    services.save_unit(organisation=cast.institute, facts={"name_fi": "A"})
    services.set_agreement(partnership=part(cast), agreement="sent", on=timezone.localdate())
    url = address("partner_bulk", cast.project.slug)
    sent = {"partner": [part(cast).pk], "remind": "1"}
    assert "2 reminders are on their way." in as_aino.post(url, sent, follow=True).content.decode()
    letter = letters_to(first.email)[-1]
    assert "- the signed agreement\n- the headcount of a unit" in letter.message
    assert "Aino Ahonen asks you to look" in letter.message
    assert ContactLink.objects.count() == 2
    assert len(letters_to(second.email)) == 1
    assert "Nothing was sent" in as_aino.post(url, sent, follow=True).content.decode()
    assert len(letters_to(first.email)) == 1
    event = AuditEvent.objects.get(action="register.partner_reminded")
    assert (event.actor, event.changes) == (cast.aino, {"letters": [None, 2]})
    assert first.email not in str(event.changes) + event.object_label


def test_who_nothing_waits_for_is_left_in_peace(cast: Cast) -> None:
    contact(cast, "Kaisa Kontakti")
    assert services.remind_partners(project=cast.project, partnerships=[part(cast).pk]) == 0
