"""Earlier answers become a closed round over labelled groups, or nothing is stored."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from surveys import aggregation, disclosure
from surveys.models import Answer, Group, Release, Round
from surveys.services import releasing
from tests.cast import Cast

pytestmark = pytest.mark.django_db

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "results" / "lq2002.csv"
needs_real_data = pytest.mark.skipif(not REAL.exists(), reason="the real data set is not here")
COLUMNS = ("--group-column", "unit", "--dimension", "JO=a..b", "--scale", "1-5")


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def run(path: Path, cast: Cast, *options: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("import_answers", str(path), "--project", cast.project.slug, *options, stdout=out)
    return out.getvalue()


def write(path: Path, rows: list[list[object]]) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["unit", "a", "b"], *rows])
    return path


def test_a_file_becomes_a_closed_round_marked_imported(tmp_path: Path, cast: Cast) -> None:
    file = write(tmp_path / "kysely.csv", [["A", 1, 5]] * 10 + [["B", 3, ""]] * 12)
    assert "22 answers in 2 groups" in run(file, cast, *COLUMNS)
    round_ = Round.objects.get()
    assert round_.is_imported
    assert round_.state == Round.State.PURGED
    assert Answer.objects.count() == 22
    assert list(Group.objects.filter(level=2).values_list("organisation", flat=True)) == [None, None]


def test_a_dry_run_stores_nothing(tmp_path: Path, cast: Cast) -> None:
    file = write(tmp_path / "kysely.csv", [["A", 1, 5]] * 10)
    assert "Nothing was stored" in run(file, cast, *COLUMNS, "--dry-run")
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("rows", "options", "says"),
    [
        ([["A", 1, 6]], COLUMNS, "Line 2"),
        ([["A", 1, 2]], (*COLUMNS[:3], "JO=a..z", *COLUMNS[4:]), "z"),
        ([["A", 1, 2]], ("--group-column", "nothing", *COLUMNS[2:]), "nothing"),
        ([], COLUMNS, "no answers"),
    ],
)
def test_a_refused_file_stores_nothing_and_says_where(
    tmp_path: Path, cast: Cast, rows: list[list[object]], options: tuple[str, ...], says: str
) -> None:
    file = write(tmp_path / "kysely.csv", rows)
    with pytest.raises(CommandError, match=says):
        run(file, cast, *options)
    assert not Round.objects.exists()


def test_a_missing_file_or_project_is_told(tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "ei-ole.csv", cast, *COLUMNS)
    with translation.override("en"), pytest.raises(CommandError, match="no project"):
        call_command("import_answers", "x.csv", "--project", "ei-ole", *COLUMNS)


@needs_real_data
def test_group_means_of_real_answers_equal_the_published_ones(cast: Cast) -> None:
    """GLEAD and GTSIG of the data set, to 1e-6 before rounding, for every group that may be shown."""
    options = ("--dimension", "LEAD=LEAD01..LEAD11", "--dimension", "TSIG=TSIG01..TSIG03")
    run(REAL, cast, "--group-column", "COMPID", *options, "--scale", "1-5")
    round_ = Round.objects.get()
    counts = aggregation.count_round(round_)
    items = [disclosure.Item(f"i{n}", (1, 2, 3, 4, 5)) for n in range(14)]
    means = disclosure.exact_means(counts.options, items)
    with REAL.open(newline="") as file:
        published = {
            row["COMPID"]: (float(row["GLEAD"]), float(row["GTSIG"])) for row in csv.DictReader(file)
        }
    shown = [(row, g) for row, g in enumerate(counts.groups) if g.level == Group.Level.ORGANISATION]
    assert len(shown) == 49
    for row, group in shown:
        lead, tsig = published[group.label["fi"]]
        assert np.mean(means[row, :11]) == pytest.approx(lead, abs=1e-6)
        assert np.mean(means[row, 11:]) == pytest.approx(tsig, abs=1e-6)


@needs_real_data
def test_real_answers_are_released(cast: Cast) -> None:
    options = ("--dimension", "LEAD=LEAD01..LEAD11", "--scale", "1-5")
    run(REAL, cast, "--group-column", "COMPID", *options)
    release = releasing.publish_release(round_=Round.objects.get(), user=None, report=silent)
    assert Release.objects.get() == release
    assert release.groups.filter(audience="public", group__level=2).count() == 49
