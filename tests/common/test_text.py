"""Text that people write, as it stands on pages."""

from __future__ import annotations

import pytest
from django.utils import translation

from yhes.common.templatetags.text import file_size
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


@pytest.mark.parametrize(
    ("size", "finnish", "swedish", "english"),
    [
        (1, "1_kt", "1_kB", "1_kB"),
        (14_600, "15_kt", "15_kB", "15_kB"),
        (999_499, "999_kt", "999_kB", "999_kB"),
        (999_500, "1,0_Mt", "1,0_MB", "1.0_MB"),
        (1_536_000, "1,5_Mt", "1,5_MB", "1.5_MB"),
        (12_380_000, "12,4_Mt", "12,4_MB", "12.4_MB"),
    ],
)
def test_a_files_size_is_written_as_each_language_does(
    size: int, finnish: str, swedish: str, english: str
) -> None:
    """With a space that does not break, here an underscore."""
    for language, expected in (("fi", finnish), ("sv", swedish), ("en", english)):
        with translation.override(language):
            assert file_size(size).replace("\N{NO-BREAK SPACE}", "_") == expected
