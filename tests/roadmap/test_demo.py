"""The demo's roadmap: two editions on the demo's own evidence, loaded once."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from roadmap.models import Edition, Proposal, Step
from roadmap.services.checking import texts_of
from roadmap.snapshot import from_document
from roadmap.wording import language_of

pytestmark = pytest.mark.django_db


def test_the_demo_has_two_editions_that_rest_on_three_rooms_and_speak_three_languages() -> None:
    call_command("load_demo", stdout=io.StringIO())
    first, second = (from_document(e.snapshot) for e in Edition.objects.order_by("number"))
    assert (first.number, first.published_on, second.number) == (1, "2025-11-12", 2)
    assert [theme.dimension for theme in second.themes] == ["OS", "LU", "JO", "KU"]
    assert sum(1 for _ in second.steps()) == 14
    assert {figure.source for figure in second.figures.values()} == {"surveys", "workshops", "peercoaching"}
    assert {figure.source for figure in first.figures.values()} == {"surveys"}
    assert all(figure.is_example for figure in second.figures.values())
    assert all(figure.as_of.isoformat() <= first.published_on for figure in first.figures.values())
    rows = [row for theme in second.themes for row in (theme, *theme.steps)]
    for code in ("fi", "sv", "en"):
        assert [row.title["fi"] for row in rows if language_of(texts_of(row), code) != code] == []
    before = list(Step.objects.values())
    call_command("load_demo", stdout=io.StringIO())
    assert list(Step.objects.values()) == before
    assert Edition.objects.count() == 2
    assert not Proposal.objects.filter(answer="open", kind="theme").exists()
