"""Static files are collected once, and again whenever what is served would differ."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from yhes.site import preparation

STORAGE = "from django.contrib.staticfiles.storage import StaticFilesStorage\n\n"
STORAGE += "class Bundler(StaticFilesStorage):\n    pass\n"


@pytest.fixture
def source(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one static file, and the code of the storage that collects it."""
    code, folder = tmp_path / "yhes_test_bundler.py", tmp_path / "source"
    code.write_text(STORAGE)
    folder.mkdir()
    (folder / "page.css").write_text("a{}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "yhes_test_bundler", raising=False)
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "yhes_test_bundler.Bundler"}}
    return tmp_path


def is_collected(source: Path) -> bool:
    """Whether preparing collects: what had been collected is thrown away first."""
    collected = source / "static" / "page.css"
    collected.unlink(missing_ok=True)
    preparation.collect_static()
    return collected.exists()


def test_nothing_is_collected_twice(source: Path) -> None:
    assert [is_collected(source) for _time in range(2)] == [True, False]


def test_another_bundler_collects_anew_though_no_file_has_changed(source: Path) -> None:
    assert is_collected(source)
    (source / "yhes_test_bundler.py").write_text(f"{STORAGE}    shortens = True\n")
    assert [is_collected(source) for _time in range(2)] == [True, False]


def test_a_changed_file_is_collected(source: Path) -> None:
    assert is_collected(source)
    (source / "source" / "page.css").write_text("a{color:red}")
    assert is_collected(source)
