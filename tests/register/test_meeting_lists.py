"""Lists of meetings: of one group and of all, narrowed, sorted and brought as files; each reads their own."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from projects.register.models import Meeting
from projects.register.services import groups as services
from tests.cast import Cast, sign_in
from tests.register.meetings import make_group, make_meeting, make_member, text
from tests.register.pages import address

pytestmark = pytest.mark.django_db


def listed(client: Client, url: str, query: str = "") -> list[Meeting]:
    return list(client.get(f"{url}?{query}").context["page_obj"].object_list)


def rows(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def approve(meeting: Meeting, cast: Cast) -> None:
    services.approve_minutes(meeting=meeting, approved_on=timezone.localdate(), actor=cast.aino)


def test_meetings_of_a_group_are_narrowed_and_sorted(cast: Cast, as_aino: Client) -> None:
    group = make_group(cast)
    url = address("group", cast.project.slug, group.pk)
    assert 'name="state"' not in text(as_aino.get(url))  # nothing to narrow yet
    older = make_meeting(group, -500, record="Sovittiin työnjaosta.")
    held, coming = make_meeting(group, -3), make_meeting(group, 5)
    approve(older, cast)
    assert listed(as_aino, url) == [coming, held, older]
    assert listed(as_aino, url, "sort=starts") == [older, held, coming]
    for state, found in (("coming", coming), ("open", held), ("approved", older)):
        assert listed(as_aino, url, f"state={state}") == [found]
    assert listed(as_aino, url, f"year={older.starts_at.year}") == [older]
    assert listed(as_aino, url, "q=TYÖNJAOSTA") == [older]
    assert listed(as_aino, url, "q=kuopio") == [coming, held, older]
    nothing = text(as_aino.get(f"{url}?q=tätä ei ole&state=coming"))
    assert "No meeting matches the filters" in nothing
    assert 'value="tätä ei ole"' in nothing
    for broken in ("state=king", "year=abc", "year=99999999999999999999", "sort=up", "q=%00"):
        assert as_aino.get(f"{url}?{broken}").status_code == 200


def test_all_meetings_stand_in_one_list(cast: Cast, as_aino: Client) -> None:
    steering, theme = make_group(cast), make_group(cast, kind="theme", title_fi="Hyvinvointi")
    first, second = make_meeting(steering, 2), make_meeting(theme, 4)
    make_meeting(make_group(cast, cast.other_project), 3)
    url = address("meeting_list", cast.project.slug)
    assert listed(as_aino, url) == [second, first]
    assert listed(as_aino, url, "sort=group") == [second, first]
    assert listed(as_aino, url, f"group={steering.pk}") == [first]
    assert listed(as_aino, url, "q=hyvinvointi") == [second]
    services.remove_group(group=theme, actor=cast.aino)
    assert listed(as_aino, url) == [first]
    services.remove_meeting(meeting=first, actor=cast.aino)
    assert "Meetings are called on the page of their group." in text(as_aino.get(url))


def test_the_list_comes_as_a_file_as_it_is_narrowed(cast: Cast, as_aino: Client) -> None:
    steering, theme = make_group(cast), make_group(cast, kind="theme", title_fi="Hyvinvointi")
    held = make_meeting(steering, -3, record="Todettiin.")
    services.add_decision(item=held.items.get(), title="Hyväksyttiin", actor=cast.aino)
    approve(held, cast)
    make_meeting(theme, 4)
    slug = cast.project.slug
    page = text(as_aino.get(address("group", slug, steering.pk)))
    assert f"{address('meeting_csv', slug)}?group={steering.pk}&amp;" in page
    head, *found = rows(as_aino.get(f"{address('meeting_csv', slug)}?group={steering.pk}&"))
    assert head[0] == "Group"
    assert [row[0] for row in found] == ["Ohjausryhmä"]
    assert found[0][2] == held.year_number
    assert found[0][5:] == ["Kuopio", "minutes approved", str(timezone.localdate()), "1"]
    assert [row[0] for row in rows(as_aino.get(address("meeting_csv", slug)))[1:]] == [
        "Hyvinvointi",
        "Ohjausryhmä",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(as_aino.get(address("meeting_xlsx", slug)).content)).worksheets[
        0
    ]
    assert [cell.value for cell in sheet[2]][:1] == ["Hyvinvointi"]
    assert sheet.max_row == 3


def test_each_lists_and_fetches_what_is_for_them(cast: Cast, as_bertil: Client, as_eero: Client) -> None:
    """Bertil is a member; Maija has a part in the project and none in the group."""
    as_maija = sign_in(Client(), cast.maija)
    group, slug = make_group(cast), cast.project.slug
    make_member(group, cast.bertil)
    held, coming = make_meeting(group, -7, record="Todettiin."), make_meeting(group, 7)
    url, file = address("meeting_list", slug), address("meeting_csv", slug)
    assert listed(as_bertil, url) == [coming, held]
    assert listed(as_maija, url) == []
    assert listed(as_maija, url, f"group={group.pk}") == []
    assert len(rows(as_maija.get(f"{file}?group={group.pk}"))) == 1
    assert as_eero.get(url).status_code == as_eero.get(file).status_code == 404
    services.save_group(group=group, facts={"shows_minutes": True}, actor=cast.aino)
    approve(held, cast)
    assert listed(as_maija, url) == [held]
    assert listed(as_maija, url, "q=taustaa") == []  # what she does not read, she does not find by
    assert len(rows(as_maija.get(file))) == 2
