"""Text that people write, as it stands on pages."""

from __future__ import annotations

import pytest

from yhes.common.text import to_html


@pytest.mark.parametrize(
    ("markdown", "levels"),
    [
        ("# A\n\n## B", ["h3", "h4"]),
        ("## A\n\n### B", ["h3", "h4"]),
        ("#### A", ["h3"]),
        ("### A\n\n# B\n\n## C", ["h3", "h3", "h4"]),
        ("A\n===\n\nB\n---", ["h3", "h4"]),
    ],
)
def test_headings_follow_those_of_the_page_and_skip_no_level(markdown: str, levels: list[str]) -> None:
    html = to_html(markdown)
    assert [part.split(">")[0] for part in html.split("<") if part.startswith("h")] == levels
    assert [part.split(">")[0][1:] for part in html.split("<") if part.startswith("/h")] == levels


def test_what_could_run_is_taken_out() -> None:
    html = to_html('<img src=x onerror=alert(1)> [tästä](javascript:alert(1)) **näin** <b onclick="x">')
    assert "<img" not in html
    assert "<b" not in html
    assert "javascript:" not in html.replace("(javascript:alert(1))", "")
    assert "<strong>näin</strong>" in html


def test_nothing_written_is_nothing_shown() -> None:
    assert to_html("") == ""
