"""A meeting of the steering group from calling it to its decision: the coordinator, a member who signs in and one
who reads by the link of the letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from projects.register.models import Decision, Meeting
from tests.browsing import DESKTOP, Site, follow
from tests.cast import Cast
from tests.register.pages import address
from tests.worker import Letters, Worker, text_of

pytestmark = pytest.mark.django_db(transaction=True)

Inspect = Callable[[Any], None]


def link_in(letter: EmailMessage) -> str:
    """Where the letter's button leads."""
    found = re.search(r"https?://\S+/(?:[\w-]{28}|\d+)/\s", text_of(letter))
    assert found
    return found[0].strip()


def make_group(page: Any, cast: Cast) -> None:
    """The coordinator's first five minutes: the group, a member with an account and one outside."""
    page.goto(address("group_list", cast.project.slug))
    follow(page.get_by_role("link", name="Add a group"))
    page.locator("#id_title_en").fill("Steering group")
    page.locator("#id_title_sv").fill("Styrgrupp")
    follow(page.get_by_role("button", name="Save the group"))
    follow(page.get_by_role("link", name="Add a member").first)
    page.locator("#id_user").select_option(label="Bertil Berg")
    page.locator("#id_part").select_option("chair")
    follow(page.get_by_role("button", name="Save the member"))
    follow(page.get_by_role("link", name="Add a member").first)
    page.locator("#id_name").fill("Ulla Ulkonen")
    page.locator("#id_email").fill("ulla@example.org")
    page.locator("#id_language").select_option("en")
    follow(page.get_by_role("button", name="Save the member"))


def call_meeting(page: Any) -> None:
    """In a week, with two items and a paper."""
    follow(page.get_by_role("link", name="Call a meeting").first)
    page.locator("#id_day").fill(str(timezone.localdate() + timedelta(days=7)))
    page.locator("#id_start_time").fill("09:00")
    page.locator("#id_end_time").fill("11:00")
    page.locator("#id_place").fill("Kuopio")
    follow(page.get_by_role("button", name="Save the meeting"))
    for title in ("Opening", "Money"):
        follow(page.get_by_role("link", name="Add an item"))
        page.locator("#id_title").fill(title)
        follow(page.get_by_role("button", name="Save the item"))
    follow(page.get_by_role("link", name="Add papers"))
    paper = {"name": "Budget.txt", "mimeType": "text/plain", "buffer": b"Budget"}
    page.locator("#id_new-file").set_input_files(paper)
    page.locator("#id_new-item").select_option(label="Money")
    follow(page.get_by_role("button", name="Add the document"))


def test_a_meeting_of_the_steering_group_from_calling_it_to_its_decision(
    site: Site, cast: Cast, desktop: Any, phone: Any, worker: Worker, letters: Letters, inspect: Inspect
) -> None:
    site.sign_in(desktop, cast.aino)
    make_group(desktop, cast)
    call_meeting(desktop)
    meeting = Meeting.objects.get()
    follow(desktop.get_by_role("link", name="Send the papers"))
    expect(desktop.get_by_role("heading", name="2 members get the letter")).to_be_visible()
    inspect(desktop)
    follow(desktop.get_by_role("button", name="Send 2 letters"))
    (to_ulla,) = letters.wait(to="ulla@example.org")
    (to_bertil,) = letters.wait(to="bertil@example.org")
    assert to_ulla["Subject"].startswith(f"Steering group 1/{meeting.year}")
    assert [part.get_content_type() for part in to_ulla.iter_attachments()] == ["text/calendar"]

    site.sign_in(phone, cast.bertil)
    phone.goto(link_in(to_bertil))
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"Styrgrupp 1/{meeting.year}")
    expect(phone.get_by_role("link", name="Budget")).to_be_visible()
    outside = site.open(width=DESKTOP[0], height=DESKTOP[1], language="en")
    outside.goto(link_in(to_ulla))
    expect(outside.get_by_role("link", name="Budget")).to_be_visible()
    inspect(outside)

    begun = timezone.now() - timedelta(hours=1)
    Meeting.objects.update(starts_at=begun, ends_at=begun + timedelta(minutes=30))
    desktop.goto(address("meeting", cast.project.slug, meeting.pk))
    follow(desktop.get_by_role("link", name="Write the minutes"))
    desktop.get_by_label("Bertil Berg").check()
    desktop.get_by_label("2. Money").fill("The budget was gone through.")
    follow(desktop.get_by_role("button", name="Save the minutes"))
    follow(desktop.locator(".agenda-item").last.get_by_role("link", name="Add a decision"))
    desktop.locator("#id_title").fill("The budget is approved")
    follow(desktop.get_by_role("button", name="Add the decision"))
    follow(desktop.get_by_role("link", name="Approve the minutes"))
    follow(desktop.get_by_role("button", name="Approve the minutes"))
    expect(desktop.locator(".badge", has_text="minutes approved")).to_be_visible()
    inspect(desktop)

    follow(desktop.get_by_role("link", name="The budget is approved"))
    assert Decision.objects.get().item.meeting == meeting  # type: ignore[union-attr]
    desktop.goto(address("followup_list", cast.project.slug, "decisions"))
    expect(desktop.get_by_role("row", name="The budget is approved")).to_contain_text("minutes 1/")
    phone.reload()
    expect(phone.get_by_text("The budget was gone through.")).to_be_visible()
