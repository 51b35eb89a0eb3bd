"""Visitors fetch one stylesheet, in which nothing of the many sources is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from yhes.site.stylesheet import bundle

SOURCES = settings.BASE_DIR / "static" / "css"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files as production collects them."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    storages: dict[str, Any] = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "yhes.site.stylesheet.BundlingStorage"},
    }
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # the project's own files
    with override_settings(STATIC_ROOT=root, STORAGES=storages, STATICFILES_FINDERS=finders):
        call_command("collectstatic", interactive=False, verbosity=0)
        # A second round finds the files in place already and must not undo the first.
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


@pytest.fixture(scope="module")
def sheet(collected: Path) -> Path:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return collected / names["css/site.css"]


@pytest.fixture(scope="module")
def desk_sheet(collected: Path) -> Path:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return collected / names["css/desk.css"]


def test_the_served_sheet_asks_for_no_other_sheet(sheet: Path) -> None:
    css = sheet.read_text()
    assert "@import" not in css
    assert sheet.with_name(f"{sheet.name}.br").exists()
    addresses = re.findall(r'url\("([^"]+)"\)', css)
    assert len(addresses) == 7
    assert all((sheet.parent / address).is_file() for address in addresses)
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", address) for address in addresses)


def test_the_desks_sheet_holds_the_whole_site_and_more(sheet: Path, desk_sheet: Path) -> None:
    assert desk_sheet.read_text().startswith(sheet.read_text())
    assert ".rail{" not in sheet.read_text()
    assert ".rail{" in desk_sheet.read_text()


def test_every_source_is_in_it_in_its_layer(desk_sheet: Path) -> None:
    css = desk_sheet.read_text()
    assert css.startswith("@layer reset,tokens,base,components,layouts;")
    assert "@layer tokens{:root{" in css
    for layer in ("components", "layouts"):
        assert css.count(f"@layer {layer}{{") >= 1
        for source in (SOURCES / layer).glob("*.css"):
            selector = re.sub(r"/\*.*?\*/", "", source.read_text(), flags=re.DOTALL).split("{")[0].strip()
            assert re.sub(r" *([,>]) *", r"\1", selector) + "{" in css, source.name
    assert "@media print{@page{" in css


def test_braces_close(desk_sheet: Path) -> None:
    css = re.sub(r'"[^"]*"', "", desk_sheet.read_text())
    assert css.count("{") == css.count("}")


def test_layer_medium_and_text_survive() -> None:
    files = {
        "css/site.css": '@import url("a.css") layer(x);\n@import url("b.css") print;\n@import url("c.css");',
        "css/a.css": '/* why */\n.a{\n  content:" ;  } ";\n  margin: 0 , 1px\n}\n',
        "css/b.css": ".b .c > i{color:red}",
        "css/c.css": "@media (min-width: 2rem) and (color){p{margin:calc(1px + 2px)}}",
    }
    assert bundle("css/site.css", files.__getitem__) == (
        '@layer x{.a{content:" ;  } ";margin: 0,1px}}'
        "@media print{.b .c>i{color:red}}"
        "@media (min-width: 2rem) and (color){p{margin:calc(1px + 2px)}}"
    )


def test_an_import_may_import_in_its_turn() -> None:
    files = {
        "css/desk.css": '@import url("site.css");@import url("b/c.css") layer(z);',
        "css/site.css": '@layer y,z;@import url("b/a.css") layer(y);',
        "css/b/a.css": "a{color:red}",
        "css/b/c.css": "c{color:red}",
    }
    assert bundle("css/desk.css", files.__getitem__) == (
        "@layer y,z;@layer y{a{color:red}}@layer z{c{color:red}}"
    )


def test_an_address_that_the_move_would_break_is_refused() -> None:
    files = {"css/site.css": '@import url("x/a.css");', "css/x/a.css": 'a{background:url("b.png")}'}
    with pytest.raises(ValueError, match=r"x/a\.css"):
        bundle("css/site.css", files.__getitem__)


def test_an_import_written_otherwise_is_refused_not_left_behind() -> None:
    with pytest.raises(ValueError, match="not understood"):
        bundle("css/site.css", {"css/site.css": "@import 'a.css';"}.__getitem__)
