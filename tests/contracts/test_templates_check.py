"""`make check` refuses a template that would let markup through or break the Content Security Policy."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.services import ROOT


@pytest.fixture
def checker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_templates", ROOT / "scripts" / "check_templates.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "templates" / "mail").mkdir(parents=True)
    return module


def faults(checker: ModuleType, text: str, name: str = "page.html") -> list[str]:
    path = checker.ROOT / "templates" / name
    path.write_text(text)
    return checker.problems(path)


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ name|safe }}</p>",
        "<p>{{ name | safe }}</p>",
        "{% autoescape off %}{{ name }}{% endautoescape %}",
        '<p style="color: red">a</p>',
        '<button type="button" onclick="go()">a</button>',
        "<script>go()</script>",
        "<style>p { color: red }</style>",
        '<a href="javascript:go()">a</a>',
    ],
)
def test_it_is_refused_with_its_line(checker: ModuleType, text: str) -> None:
    [fault] = faults(checker, f"<h1>a</h1>\n{text}\n")
    assert fault.startswith("templates/page.html:2:")


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ name }}</p>",
        "<p>{{ name|safer_words }}</p>",
        '<script src="{% static "js/site.js" %}" type="module"></script>',
        '<script nonce="{{ request.csp_nonce }}">go()</script>',
        '{% comment %}never write <p style="…"> or |safe{% endcomment %}',
        '<option value="1">a</option>',
    ],
)
def test_what_is_harmless_passes(checker: ModuleType, text: str) -> None:
    assert faults(checker, text) == []


def test_letters_may_have_inline_styles_but_no_unescaped_words(checker: ModuleType) -> None:
    assert faults(checker, '<p style="margin: 0">a</p>', "mail/letter.html") == []
    assert len(faults(checker, "<p>{{ name|safe }}</p>", "mail/letter.html")) == 1
