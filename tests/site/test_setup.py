"""On a machine where something is missing, setting up stops and says what to type."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.services import ROOT

TOOLS = ("bash", "dirname", "sort", "tr", "cat")
NOTHING = "exit 1"


def machine(folder: Path, **commands: str) -> Path:
    """A folder to be the whole PATH: the shell's own tools, and these commands made of shell lines."""
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    for name, lines in commands.items():
        script = folder / name.replace("_", "-")
        script.write_text(f"#!{shutil.which('bash')}\n{lines}\n")
        script.chmod(0o755)
    return folder


def set_up(path: Path, *arguments: str) -> str:
    """What it says on standard error as it gives up."""
    done = subprocess.run(
        ["bash", "scripts/setup.sh", *arguments],
        cwd=ROOT,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout
    return done.stderr


def test_on_a_mac_everything_missing_is_named_at_once(tmp_path: Path) -> None:
    brew = f'[ "$1" = --prefix ] && echo {tmp_path}/nothing'
    said = set_up(machine(tmp_path / "bin", uname="echo Darwin", brew=brew))
    assert "brew install gettext pango" in said


def test_on_a_mac_what_tests_need_is_named_too(tmp_path: Path) -> None:
    """The stand-in for Java that every Mac has does not count; programs with windows come as casks."""
    if Path("/usr/lib/postgresql").exists():
        expected = "brew install gettext node openjdk pango poppler redis"
    else:
        expected = "brew install gettext node openjdk pango poppler postgresql@17 redis"
    brew = f'[ "$1" = --prefix ] && echo {tmp_path}/nothing'
    said = set_up(machine(tmp_path / "bin", uname="echo Darwin", brew=brew, java=NOTHING), "--tests")
    assert expected in said
    assert said.count("node") == 1
    if not Path("/Applications/Chromium.app").exists():
        assert "brew install --cask chromium" in said


def test_on_a_mac_without_homebrew_that_is_said_first(tmp_path: Path) -> None:
    said = set_up(machine(tmp_path / "bin", uname="echo Darwin"))
    assert said.index("https://brew.sh") < said.index("brew install gettext pango")


def test_on_debian_without_root_and_sudo_the_command_for_root_is_given(tmp_path: Path) -> None:
    commands = {"uname": "echo Linux", "id": "echo 1000", "dpkg_query": NOTHING, "apt_get": NOTHING}
    said = set_up(machine(tmp_path / "bin", **commands))
    assert "apt-get install --no-install-recommends libpango-1.0-0" in said
    assert "gettext" in said


def test_on_another_system_the_packages_are_named(tmp_path: Path) -> None:
    said = set_up(machine(tmp_path / "bin", uname="echo FreeBSD"))
    assert "gettext" in said
    assert "brew" not in said


def test_an_old_python_is_named_with_where_to_get_a_newer(tmp_path: Path) -> None:
    """Asked whether it is new enough, an old Python fails."""
    commands = {
        "uname": "echo Linux",
        "dpkg_query": "echo -n installed",
        "msgfmt": "exit 0",
        "python3": NOTHING,
    }
    said = set_up(machine(tmp_path / "bin", **commands))
    assert "Python 3.11 or newer is needed" in said


def test_an_unknown_option_is_explained(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "scripts/setup.sh", "--everything"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "usage: scripts/setup.sh [--dev|--tests]\n")
