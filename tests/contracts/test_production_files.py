"""What the files for production promise: keys in one place, settings named, answering unlogged."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.urls import reverse
from django.utils import translation

from tests.services import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
LANGUAGES = ("fi", "sv", "en")


def test_only_the_ballot_worker_mounts_survey_keys_and_it_is_alone() -> None:
    with_keys = [
        name
        for name, service in COMPOSE["services"].items()
        if any("key" in str(volume) for volume in service.get("volumes", []))
        or "SURVEY_KEY_DIR" in service.get("environment", {})
    ]
    assert with_keys == ["ballot"]
    assert COMPOSE["services"]["ballot"]["deploy"]["replicas"] == 1
    assert "ballot" in COMPOSE["services"]["ballot"]["command"]
    others = [service for name, service in COMPOSE["services"].items() if name != "ballot"]
    assert not any("ballot" in service.get("command", []) for service in others)


def test_a_new_installation_has_its_tables_and_its_questionnaires_before_anything_runs() -> None:
    """Nothing has to be typed by hand: without questionnaires nobody could make a round."""
    command = " ".join(COMPOSE["services"]["migrate"]["command"])
    assert command.index("manage.py migrate") < command.index("manage.py load_instruments")
    waiting = [
        name for name, service in COMPOSE["services"].items() if "migrate" in service.get("depends_on", {})
    ]
    assert {"web", "worker", "ballot", "clock"} <= set(waiting)


def test_there_is_one_clock() -> None:
    beats = [name for name, service in COMPOSE["services"].items() if "beat" in service.get("command", [])]
    assert beats == ["clock"]
    assert COMPOSE["services"]["clock"]["deploy"]["replicas"] == 1


def test_every_setting_that_must_be_given_is_in_the_example() -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^#?(\w+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert wanted
    assert wanted <= named


def test_every_setting_of_the_example_reaches_the_portal() -> None:
    named = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert named - used == set()


def quiet_patterns() -> list[re.Pattern[str]]:
    block = NGINX[NGINX.index("map $uri $is_logged") :]
    block = block[: block.index("}")]
    return [re.compile(pattern) for pattern in re.findall(r'"~([^"]+)" 0;', block)]


def logged_path(path: str) -> str:
    """What nginx's map writes for the path."""
    [pattern] = re.findall(r'"~(\S+)" "\$kept\.\.\."', NGINX)
    match = re.match(pattern.replace("(?<", "(?P<"), path)
    return f"{match['kept']}..." if match else path


@pytest.mark.parametrize("language", LANGUAGES)
def test_answering_leaves_no_line_in_the_access_log(language: str) -> None:
    with translation.override(language):
        addresses = [
            reverse("surveys:answer_code"),
            reverse("surveys:answer_start", args=[7]),
            reverse("surveys:answer", args=[7]),
            reverse("surveys_id:enter", args=["a-token"]),
            reverse("surveys_id:shared", args=["a-code"]),
        ]
        elsewhere = [reverse("site:home"), reverse("register:project_list")]
    quiet = quiet_patterns()
    assert [path for path in addresses if not any(pattern.search(path) for pattern in quiet)] == []
    assert [path for path in elsewhere if any(pattern.search(path) for pattern in quiet)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_personal_link_is_cut_off_in_the_access_log(language: str) -> None:
    token = "abcdefgh234567abcdefgh234567abcd"
    with translation.override(language):
        invitation = reverse("accounts:invitation", args=[token])
    assert token not in logged_path(invitation)
    assert logged_path("/fi/hankkeet/yhes/") == "/fi/hankkeet/yhes/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_is_limited(language: str) -> None:
    with translation.override(language):
        address = reverse("account_login")
    patterns = re.findall(r'"~(\^POST [^"]+)" \$binary_remote_addr', NGINX)
    assert any(re.search(pattern, f"POST {address}") for pattern in patterns)
