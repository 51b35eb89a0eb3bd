"""A coordinator's first hour: from a project's name to a report to its funder, with twelve partners on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from itertools import count, islice
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from projects.plans.models import Reading
from projects.register import business_id
from projects.register.models import Organisation, Partnership, Project, Unit
from tests.browsing import DESKTOP, Site, follow
from tests.cast import Cast
from tests.worker import Letters, Worker, text_of, wait_for
from yhes.desk.models import FunderReport

pytestmark = pytest.mark.django_db(transaction=True)

Inspect = Callable[[Any], None]
PARTNERS = 12
FIRST = "Esimerkkipartneri 1"


def address(name: str, *args: Any) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def numbers() -> Iterator[str]:
    """Business IDs whose check digit is right."""
    made = (f"{number:07}-{digit}" for number in count(9000000) for digit in range(10))
    return filter(business_id.is_valid, made)


def table(*, is_right: bool) -> dict[str, Any]:
    """Twelve partners; a digit of the last one's number is wrong at first."""
    ids = list(islice(numbers(), PARTNERS))
    if not is_right:
        ids[-1] = f"{ids[-1][:-1]}{(int(ids[-1][-1]) + 1) % 10}"
    rows = [f"{number};Esimerkkipartneri {place + 1}" for place, number in enumerate(ids)]
    text = "\n".join(["Business ID;Name", *rows])
    return {"name": "partners.csv", "mimeType": "text/csv", "buffer": text.encode()}


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"https?://\S+/[\w-]{20,}/", text_of(letter))
    assert found, text_of(letter)
    return found[0]


def test_from_a_projects_name_to_a_report_to_its_funder(
    site: Site, cast: Cast, phone: Any, worker: Worker, letters: Letters, inspect: Inspect
) -> None:
    project = create_the_project(site, cast)
    page = site.open(width=DESKTOP[0], height=DESKTOP[1], language="en")
    site.sign_in(page, cast.aino)
    become_its_coordinator(page, letters, cast.aino.email)
    import_twelve_partners(page, project, inspect)
    invite_a_contact(page, project)
    confirm_on_the_phone(phone, link_in(letters.wait(to="kaisa@example.org")[0]), inspect)
    plan_and_measure(page, project)
    report_to_the_funder(page, project, inspect)


def create_the_project(site: Site, cast: Cast) -> Project:
    """The administrator gives it a name and invites who coordinates it (the letter speaks her own Finnish)."""
    page = site.open(width=DESKTOP[0], height=DESKTOP[1], language="en")
    site.sign_in(page, cast.admin)
    page.goto(address("register:project_create"))
    page.locator("#id_name_en").fill("First hour")
    follow(page.get_by_role("button", name="Create the project"))
    project = Project.objects.get(name_en="First hour")
    invite(page, project, cast.aino.email, role="coordinator")
    return project


def invite(page: Any, project: Project, email: str, *, role: str, organisation: str = "") -> None:
    page.goto(address("register:member_invite", project.slug))
    page.locator("#id_email").fill(email)
    page.locator("#id_role").select_option(role)
    page.locator("#id_language").select_option("en")
    if organisation:
        page.locator("#id_organisation").select_option(label=organisation)
    follow(page.get_by_role("button", name="Send the invitation"))


def become_its_coordinator(page: Any, letters: Letters, email: str) -> None:
    (letter,) = letters.wait(to=email)
    page.goto(link_in(letter))
    follow(page.locator("main form button[type=submit]"))


def import_twelve_partners(page: Any, project: Project, inspect: Inspect) -> None:
    """One wrong check digit names its line and stores nothing; the mended file is stored as it was checked."""
    check(page, project, table(is_right=False))
    expect(page.get_by_role("heading", name="Refused")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"Line {PARTNERS + 1}: Esimerkkipartneri {PARTNERS}")
    inspect(page)
    assert not Partnership.objects.filter(project=project).exists()
    check(page, project, table(is_right=True))
    follow(page.locator("button[name=store]"))
    expect(page.locator("main")).to_contain_text(f"Stored: {PARTNERS} new organisations")
    assert Partnership.objects.filter(project=project).count() == PARTNERS


def check(page: Any, project: Project, file: dict[str, Any]) -> None:
    page.goto(address("register:partner_list", project.slug))
    follow(page.get_by_role("link", name="Import"))
    page.locator("#id_file").set_input_files(file)
    follow(page.get_by_role("button", name="Upload and look at the columns"))
    follow(page.get_by_role("button", name="Check without storing"))


def invite_a_contact(page: Any, project: Project) -> None:
    invite(page, project, "kaisa@example.org", role="contact", organisation=FIRST)


def confirm_on_the_phone(phone: Any, link: str, inspect: Inspect) -> None:
    """Two minutes: the letter's link, a name, the number of people."""
    phone.goto(link)
    phone.locator("#id_name").fill("Kaisa Kontakti")
    phone.locator("#id_method_0").check()
    follow(phone.get_by_role("button", name="Accept the invitation"))
    inspect(phone)
    phone.locator("#id_new_unit").fill("Teachers")
    phone.locator("#id_new_headcount").fill("24")
    follow(phone.get_by_role("button", name="Confirm the details"))
    expect(phone.locator("main")).to_contain_text("The details are confirmed")
    unit = Unit.objects.get(organisation=Organisation.objects.get(name_fi=FIRST))
    assert unit.headcount == 24


def plan_and_measure(page: Any, project: Project) -> None:
    page.goto(address("plans:plan_list", project.slug))
    follow(page.locator(f"main a[href='{address('plans:plan_add', project.slug)}']").first)
    page.locator("#id_title_en").fill("Well-being by doing")
    page.locator("#id_vision_en").fill("Everybody leaves work with strength left")
    follow(page.get_by_role("button", name="Save the draft"))
    follow(page.get_by_role("link", name="Add an aim"))
    page.locator("#id_title_en").fill("Everybody is heard")
    follow(page.locator("main form button[type=submit]").last)
    follow(page.get_by_role("link", name="Add an action").first)
    page.locator("#id_title_en").fill("A weekly quarter of an hour")
    follow(page.locator("main form button[type=submit]").last)
    follow(page.get_by_role("button", name="Publish"))
    follow(page.get_by_role("link", name="Scorecard"))
    follow(page.get_by_role("link", name="Add an indicator").first)
    page.locator("#id_title_en").fill("Meetings held")
    page.locator("#id_target").fill("40")
    follow(page.locator("main form button[type=submit]").last)
    follow(page.get_by_role("link", name="Meetings held").first)
    follow(page.get_by_role("link", name="Add a reading").first)
    page.locator("#id_value").fill("10")
    follow(page.locator("main form button[type=submit]").last)
    assert Reading.objects.get(indicator__plan__project=project).value == 10


def report_to_the_funder(page: Any, project: Project, inspect: Inspect) -> None:
    """Made, seen as it will be, submitted; its files come and stay."""
    page.goto(address("reports:create", project.slug))
    page.locator("#id_title").fill("Interim report")
    page.locator("#id_first").fill(str(timezone.localdate() - timedelta(days=30)))
    page.locator("#id_last").fill(str(timezone.localdate()))
    page.locator("#id_language").select_option("en")
    follow(page.locator("main form button[type=submit]").last)
    expect(page.locator("main")).to_contain_text("Meetings held")
    inspect(page)
    report = FunderReport.objects.get(project=project)
    page.goto(address("reports:submit", project.slug, report.pk))
    follow(page.get_by_role("button", name="Submit the report"))
    wait_for(lambda: report.files.exclude(sha256="").count() == 3, what="the three files", seconds=60)
