"""The walls of the house stand: each contract of pyproject.toml notices a door broken through it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.services import ROOT

PACKAGES = ("yhes", "projects", "peercoaching", "surveys", "roadmap")

# contract, file that is added, what it imports
PLANTED = [
    ("apps", "yhes/common/planted.py", "projects.register.models"),
    ("apps", "yhes/accounts/planted.py", "projects.register.models"),
    ("apps", "projects/register/planted.py", "surveys.evidence"),
    ("apps", "peercoaching/planted.py", "projects.workshops.evidence"),
    ("apps", "surveys/planted.py", "roadmap.evidence"),
    ("apps", "roadmap/planted.py", "yhes.desk.views"),
    ("rooms", "surveys/models/planted.py", "surveys.services"),
    ("rooms", "surveys/services/planted.py", "surveys.tasks"),
    ("rooms", "projects/register/services/planted.py", "projects.register.forms"),
    ("rooms", "roadmap/models/planted.py", "roadmap.access"),
    ("answers", "yhes/desk/planted.py", "surveys.models"),
    ("answers", "projects/workshops/planted.py", "surveys.ballot"),
    ("answers", "roadmap/planted.py", "surveys.aggregation"),
    ("evidence", "roadmap/planted.py", "surveys.access"),
    ("evidence", "roadmap/planted.py", "peercoaching.models"),
    ("plain", "surveys/disclosure/planted.py", "django.db"),
    ("plain", "surveys/questionnaire/planted.py", "celery"),
    ("plain", "surveys/formats/planted.py", "yhes.common.words"),
    ("weasyprint", "roadmap/planted.py", "weasyprint"),
    ("weasyprint", "yhes/desk/planted.py", "weasyprint"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, so that nothing is planted in the real ones."""
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(house: Path, contract: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--contract", contract],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )


def contracts() -> set[str]:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    return {contract["id"] for contract in tools["importlinter"]["contracts"]}


def test_every_contract_has_a_violation_to_notice() -> None:
    assert {contract for contract, *_ in PLANTED} == contracts()


@pytest.mark.parametrize("contract", sorted(contracts()))
def test_contract_is_kept(house: Path, contract: str) -> None:
    result = lint(house, contract)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "imported"), PLANTED)
def test_a_violation_is_noticed(house: Path, contract: str, file: str, imported: str) -> None:
    planted = house / file
    planted.write_text(f"import {imported}\n")
    try:
        result = lint(house, contract)
    finally:
        planted.unlink()
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
    assert file.removesuffix(".py").replace("/", ".") in result.stdout
