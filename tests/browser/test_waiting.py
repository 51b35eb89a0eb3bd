"""Tests in a browser read after waiting, never straight after pressing something.

A page comes when it comes. `click()` returns before it has, and what is read then is the page before:
on a quick machine nobody notices. So between a press and the next reading that does not wait by itself
there must be something that does: `follow`, `arriving`, `expect(…)`, `wait_for`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PRESSES = {"click", "dblclick", "tap"}
WAITS = {"follow", "arriving", "expect", "wait_for"}
READS = {
    "is_visible",
    "is_hidden",
    "is_checked",
    "is_enabled",
    "all",
    "all_inner_texts",
    "all_text_contents",
    "inner_text",
    "text_content",
    "input_value",
    "get_attribute",
    "content",
    "evaluate",
    "count",
    "objects",  # what a press makes the server write is not written yet
    "refresh_from_db",
    "inspect",
    "assert_accessible",
    "assert_fits",
    "goto",  # what was begun by the press is broken off
    "reload",
}
FILES = sorted(path for path in Path(__file__).parent.glob("*.py") if path != Path(__file__))


def names(node: ast.AST) -> set[str]:
    """Every function, method and attribute that stands in it."""
    called = {
        part.func.id
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
    }
    return called | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def presses_enter(node: ast.AST) -> bool:
    """`page.keyboard.press("Enter")`, or a story's own `press(page, "Tab", "Enter")`."""
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call) and "press" in names(part)]
    words = [word for call in calls for word in call.args if isinstance(word, ast.Constant)]
    return any(word.value == "Enter" for word in words)


def waits(found: set[str]) -> bool:
    return bool(found & WAITS) or any(name.startswith(("wait_for_", "expect_")) for name in found)


def steps(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """What is done one after the other; a block that waits for its end is one step."""
    for statement in body:
        if isinstance(statement, ast.With) and waits(set().union(*(names(item) for item in statement.items))):
            yield statement
        elif isinstance(statement, ast.With | ast.For | ast.If | ast.While | ast.Try):
            yield from (part for part in ast.iter_child_nodes(statement) if isinstance(part, ast.expr))
            yield from steps(statement.body)
            yield from steps(getattr(statement, "orelse", []))
        else:
            yield statement


def hasty(function: ast.FunctionDef) -> list[int]:
    """The lines that read between a press and the next thing that waits."""
    found, has_pressed = [], False
    for step in steps(function.body):
        said = names(step)
        if waits(said):
            has_pressed = False
            continue
        if has_pressed and said & READS:
            found.append(step.lineno)  # type: ignore[attr-defined]  # statements and expressions have one
        has_pressed = has_pressed or bool(said & PRESSES) or presses_enter(step)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_read_straight_after_a_press(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    assert not [f"{path.name}:{line}" for function in functions for line in hasty(function)]


@pytest.mark.parametrize(
    ("story", "lines"),
    [
        ("page.get_by_role('link').click()\nassert page.locator('li').all_inner_texts()", [3]),
        ("page.keyboard.press('Enter')\nif page.locator('h1').is_visible():\n  pass", [3]),
        ("page.locator('#send').click()\nassert Round.objects.exists()", [3]),
        (
            "page.locator('#send').click()\nexpect(page.locator('h1')).to_be_visible()\nRound.objects.get()",
            [],
        ),
        ("page.locator('#send').click()\ninspect(page)", [3]),
        ("page.locator('#send').click()\npage.goto('/fi/')", [3]),
        ("follow(page.locator('a'))\nassert page.locator('li').count()", []),
        ("with arriving(page):\n  page.keyboard.press('Enter')\nassert page.locator('li').count()", []),
    ],
)
def test_a_hasty_story_is_noticed(story: str, lines: list[int]) -> None:
    story = "def test_story(page):\n" + "\n".join(f"  {line}" for line in story.splitlines())
    [function] = ast.parse(story).body
    assert isinstance(function, ast.FunctionDef)
    assert hasty(function) == lines
