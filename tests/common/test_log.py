"""The log helps those who run the portal and gives away nobody's link."""

from __future__ import annotations

import pytest
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
