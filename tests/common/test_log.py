"""The log helps those who run the portal and gives away nobody's link."""

from __future__ import annotations

import logging

import pytest
import structlog
from django.test import Client

from yhes.common.log import without_personal_parts

TOKEN = "abcdefgh234567abcdefgh234567abcd"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/v/{TOKEN}", "/v/…"),
        ("/v/short", "/v/…"),
        ("/k/ABCD-1234/more", "/k/…"),
        (f"/fi/tili/kutsu/{TOKEN}/", "/fi/tili/kutsu/…/"),
        ("/fi/hankkeet/yhes/", "/fi/hankkeet/yhes/"),
        ("/", "/"),
    ],
)
def test_personal_parts_of_an_address_are_cut(path: str, logged: str) -> None:
    assert without_personal_parts(path) == logged


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/v/{TOKEN}", f"/fi/{TOKEN}/"])
def test_a_refused_request_leaves_no_token_in_the_log(path: str, capfd: pytest.CaptureFixture[str]) -> None:
    response = Client().get(path)
    assert response.status_code in (302, 404)
    assert TOKEN not in capfd.readouterr().err


@pytest.mark.django_db
def test_a_missing_page_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    Client().get("/fi/no-such-page/")
    assert "/fi/no-such-page/" in capfd.readouterr().err


def test_an_error_is_logged_with_its_places_and_without_what_it_says(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The message of a database names the values that it refused."""

    def refuse() -> None:
        raise ValueError("Key (email)=(maija@example.org) already exists")

    try:
        refuse()
    except ValueError:
        structlog.get_logger("tests").exception("it failed", job=3)
        logging.getLogger("django.request").exception("Internal Server Error")
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert "ValueError" in line
        assert f"{__file__}:" in line
        assert " refuse" in line
        assert "maija" not in line
    assert "job=3" in lines[0]


def test_what_led_to_an_error_is_told_too(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            raise KeyError("maija@example.org")
        except KeyError as error:
            raise RuntimeError("no") from error
    except RuntimeError:
        structlog.get_logger("tests").exception("it failed")
    line = capfd.readouterr().err
    assert line.index("RuntimeError") < line.index("KeyError")
    assert "maija" not in line
