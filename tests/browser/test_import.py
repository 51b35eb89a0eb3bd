"""Earlier answers come in by the desk, and go out as results; a file that cannot be read leaves nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from surveys.models import Answer, Group, Release, Round
from surveys.services.importing import UPLOADS
from tests.accounts.people import address
from tests.browsing import Site, follow
from tests.cast import Cast
from tests.worker import Worker, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

Inspect = Callable[[Any], None]
UNITS = ("Etelä", "Itä", "Länsi")
HEADERS = ["Yksikkö", "K1", "K2", "K3"]
PEOPLE = 14  # in each unit


def answers() -> list[list[object]]:
    """Three units that agree more from the first to the last; one person left a question out."""
    rows: list[list[object]] = [
        [unit, 1 + (person + place) % 4, 2 + (person + place) % 3, 1 + place + person % 3]
        for place, unit in enumerate(UNITS)
        for person in range(PEOPLE)
    ]
    rows[0][1] = ""
    return rows


def csv_file(rows: list[list[object]], *, encoding: str = "utf-8", delimiter: str = ",") -> dict[str, Any]:
    lines = [delimiter.join(str(cell) for cell in row) for row in [HEADERS, *rows]]
    return {"name": "kysely 2019.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode(encoding)}


def upload(page: Any, file: dict[str, Any], **said: str) -> None:
    page.locator("[name=file]").set_input_files(files=[file])
    for name, value in said.items():
        page.locator(f"[name={name}]").select_option(value)
    follow(page.get_by_role("button", name="Lähetä ja katso sarakkeita"))


def say_which_is_what(page: Any, scale: str = "1-5") -> None:
    page.locator("[name=group_column]").select_option("Yksikkö")
    page.locator("[name=dimensions]").fill("Johtaminen=K1..K2\nPalaute=K3")
    page.locator("[name=scale]").fill(scale)


def kept_files() -> list[str]:
    return default_storage.listdir(UPLOADS)[1] if default_storage.exists(UPLOADS) else []


@pytest.fixture
def desk(cast: Cast, site: Site, desktop: Any) -> Any:
    """Aino at the page for importing."""
    for name in kept_files():
        default_storage.delete(f"{UPLOADS}/{name}")
    site.sign_in(desktop, cast.aino)
    desktop.goto(address("surveys:rounds", cast.project.slug))
    follow(desktop.get_by_role("link", name="Tuo aiempia vastauksia"))
    return desktop


def test_an_answer_file_becomes_results(cast: Cast, desk: Any, worker: Worker, inspect: Inspect) -> None:
    inspect(desk)
    file = csv_file(answers(), encoding="windows-1252", delimiter=";")
    upload(desk, file, encoding="windows-1252", delimiter="semicolon")
    expect(desk.get_by_role("columnheader", name="Yksikkö")).to_be_visible()
    expect(desk.get_by_role("cell", name="Etelä").first).to_be_visible()
    expect(desk.locator("[name=title_fi]")).to_have_value("kysely 2019")
    inspect(desk)

    say_which_is_what(desk)
    follow(desk.get_by_role("button", name="Tarkista tallentamatta"))
    found = f"{len(UNITS) * PEOPLE} vastausta, {len(UNITS)} ryhmää, 3 väitettä"
    expect(desk.get_by_role("status")).to_contain_text(found)
    expect(desk.locator("[name=dimensions]")).to_have_value(re.compile("Johtaminen=K1..K2"))
    inspect(desk)
    assert not Round.objects.exists(), "a dry run stores nothing"

    worker.sleep()  # so that the page is there before the work is done
    follow(desk.get_by_role("button", name="Tuo vastaukset"))
    expect(desk.get_by_role("progressbar")).to_be_visible()
    inspect(desk)
    worker.wake()
    follow(desk.locator(".progress .alert a"))
    inspect(desk)
    assert Answer.objects.count() == len(UNITS) * PEOPLE
    assert not kept_files()

    follow(desk.get_by_role("button", name="Julkaise tulokset"))
    wait_for(Release.objects.exists, 120, "the release")
    desk.goto(address("surveys:round", cast.project.slug, Round.objects.get().pk))
    follow(desk.get_by_role("link", name="Avaa tulokset"))
    inspect(desk)
    for words in ("Johtaminen", "Palaute", "kysely 2019"):
        expect(desk.locator("main").get_by_text(words).first).to_be_visible()
    unit = Group.objects.get(label__fi="Länsi")
    desk.goto(address("surveys:group_results", cast.project.slug, Round.objects.get().pk, unit.pk))
    expect(desk.locator("h1")).to_have_text("Länsi")
    inspect(desk)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "tyhjä"),
        ("Yksikkö,väite\nEtelä,1\n".encode("mac_roman"), "merkistö"),
        (b"Unit K1 K2\nSouth 1 2\n", "erotta"),
    ],
    ids=["empty", "unknown encoding", "unknown delimiter"],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_door(
    desk: Any, inspect: Inspect, content: bytes, says: str
) -> None:
    upload(desk, {"name": "kysely.csv", "mimeType": "text/csv", "buffer": content})
    expect(desk.locator(".error-summary")).to_be_focused()
    expect(desk.locator(".error-summary")).to_contain_text(says)
    inspect(desk)
    assert not kept_files()
    assert not Round.objects.exists()


def test_an_answer_off_the_scale_is_told_by_its_line_and_nothing_is_stored(
    desk: Any, inspect: Inspect
) -> None:
    rows = answers()
    rows[6][2] = 9
    upload(desk, csv_file(rows))
    for button in ("Tarkista tallentamatta", "Tuo vastaukset"):
        say_which_is_what(desk)
        follow(desk.get_by_role("button", name=button))
        expect(desk.locator(".error-summary")).to_be_focused()
        expect(desk.locator(".error-summary")).to_contain_text("Rivi 8")
        inspect(desk)
    assert not Round.objects.exists()
    say_which_is_what(desk, scale="1-9")
    follow(desk.get_by_role("button", name="Tarkista tallentamatta"))
    expect(desk.get_by_role("status")).to_contain_text("Tiedosto on luettavissa")
    assert not Round.objects.exists()
