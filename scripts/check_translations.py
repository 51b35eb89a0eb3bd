"""Whether everything the portal says is said in Finnish and Swedish as well.

Collects the messages of the sources anew, in a copy, and compares: none may be missing, empty,
doubtful or left over, and every translation has the placeholders of its original.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("manage.py", "yhes", "projects", "peercoaching", "surveys", "roadmap", "templates", "locale")
LANGUAGES = ("fi", "sv")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<int:\w+>|<slug:\w+>|<str:\w+>|<uuid:\w+>|<\w+>")

Key = tuple[str, str]


def collect(folder: Path) -> None:
    """Run makemessages on a copy of the sources in `folder`."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, folder / name)
    (folder / "static").symlink_to(ROOT / "static")  # Django's start reads the tokens there
    environment = {**os.environ, "PYTHON": sys.executable, "YHES_VAR_DIR": str(folder / "var")}
    subprocess.run([ROOT / "scripts" / "messages.sh"], cwd=folder, env=environment, check=True)


def catalogue(folder: Path, language: str) -> dict[Key, polib.POEntry]:
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid): entry for entry in entries if not entry.obsolete}


def faults(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "not translated"
    elif entry.fuzzy:
        yield "marked as doubtful"
    else:
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if any(set(PLACEHOLDER.findall(text)) - wanted for text in texts):
            yield "has a placeholder that the original lacks"
        if wanted - set(PLACEHOLDER.findall(texts[-1])):
            yield "lacks a placeholder of the original"


def problems(fresh: Path, language: str) -> Iterator[str]:
    wanted, present = catalogue(fresh, language), catalogue(ROOT, language)
    for key in wanted.keys() - present.keys():
        yield f"{language}: missing, run `make messages`: {key[1]!r}"
    for key in present.keys() - wanted.keys():
        yield f"{language}: no longer said anywhere, run `make messages`: {key[1]!r}"
    for key in wanted.keys() & present.keys():
        for fault in faults(present[key]):
            yield f"{language}: {fault}: {key[1]!r}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        collect(Path(folder))
        found = sorted(line for language in LANGUAGES for line in problems(Path(folder), language))
    print("\n".join(found[:40]))
    if len(found) > 40:
        print(f"… and {len(found) - 40} more")
    if found:
        sys.exit(f"{len(found)} messages to look at")


if __name__ == "__main__":
    main()
