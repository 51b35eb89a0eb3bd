"""manage.py publish_edition"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roadmap.models import Edition, Roadmap
from tests.cast import Cast
from tests.roadmap.recipes import Shelf

pytestmark = pytest.mark.django_db


def run(project: str, output: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("publish_edition", project, "--output", str(output), *options, stdout=out)
    return out.getvalue()


def test_from_a_release_to_a_pdf_in_one_command(
    cast: Cast, released: None, shelf: Shelf, tmp_path: Path
) -> None:
    output = tmp_path / "roadmap.pdf"
    said = run(cast.project.slug, output, "--compose", "--language", "sv")
    edition = Edition.objects.get()
    assert (edition.number, edition.published_by) == (1, None)
    assert said.startswith(f"Edition 1: {output}, ")
    assert output.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["roadmap.pdf"]


def test_a_second_run_writes_the_edition_there_is(cast: Cast, edition: Edition, tmp_path: Path) -> None:
    said = run(cast.project.slug, tmp_path / "again.pdf", "--language", "en")
    assert "Nothing has changed since edition 1." in said
    assert Edition.objects.count() == 1
    assert (tmp_path / "again.pdf").stat().st_size > 10_000


def test_a_draft_that_is_not_ready_is_refused_and_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    output = tmp_path / "roadmap.pdf"
    with pytest.raises(CommandError, match="has no roadmap draft"):
        run(cast.project.slug, output)
    Roadmap.objects.create(project=cast.project, title_fi="Tiekartta")
    with pytest.raises(CommandError, match="has no steps yet"):
        run(cast.project.slug, output)
    with pytest.raises(CommandError, match="no project “nobody”"):
        run("nobody", output)
    assert not output.exists()
    assert not Edition.objects.exists()


def test_a_place_that_cannot_be_written_is_named(cast: Cast, edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot write"):
        run(cast.project.slug, tmp_path / "no-such-folder" / "roadmap.pdf")
