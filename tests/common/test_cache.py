"""The cache of parts of pages: whole texts back, safe ones still safe, and apart from what counts attempts."""

from __future__ import annotations

from django.core.cache import caches
from django.utils.safestring import SafeString

from yhes.common.cache import Compressed


def test_a_part_of_a_page_comes_back_as_it_was() -> None:
    html = SafeString("<p>Väite – 41 %</p>" * 10_000)
    caches["parts"].set("part", html, 60)
    found = caches["parts"].get("part")
    assert found == html
    assert isinstance(found, SafeString)


def test_numbers_stay_countable() -> None:
    caches["parts"].set("number", 1, 60)
    assert caches["parts"].incr("number") == 2
    assert caches["parts"].get("number") == 2


def test_what_is_empty_or_false_is_remembered_too() -> None:
    for value in ("", [], {}, 0, False):
        caches["parts"].set("value", value, 60)
        assert caches["parts"].get("value", "missing") == value


def test_texts_are_stored_smaller() -> None:
    stored = Compressed().dumps("<td>Suojattu</td>" * 1_000)
    assert len(stored) < 1_000
    assert Compressed().loads(stored) == "<td>Suojattu</td>" * 1_000


def test_many_parts_do_not_push_out_what_counts_attempts() -> None:
    caches["default"].set("attempts", 3, 60)
    for number in range(400):
        caches["parts"].set(f"part-{number}", "x", 60)
    assert caches["default"].get("attempts") == 3
