"""Real answers, and many answers, all the way: import or ballot box → release → edition → PDF."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command

from roadmap import services
from roadmap.models import Roadmap
from surveys.models import Answer, Envelope, Group, Invitation, Round
from surveys.services import closing, releasing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box, random_choices

pytestmark = pytest.mark.django_db(transaction=True)

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "results" / "lq2002.csv"
needs_real_data = pytest.mark.skipif(not REAL.exists(), reason="the real data set is not here")
COLUMNS = (
    "--group-column",
    "COMPID",
    "--dimension",
    "LEAD=LEAD01..LEAD11",
    "--dimension",
    "TSIG=TSIG01..TSIG03",
)


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def publish(cast: Cast, folder: Path) -> str:
    """A draft of whatever the evidence proposes, published; the text of its PDF."""
    roadmap = services.compose_draft(project=cast.project, actor=cast.aino)
    while services.accept_everything(roadmap=roadmap, actor=cast.aino):
        pass
    file = folder / "tiekartta.pdf"
    call_command("publish_edition", cast.project.slug, "--output", str(file))
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


@needs_real_data
def test_real_answers_become_a_published_roadmap(cast: Cast, tmp_path: Path) -> None:
    call_command("import_answers", str(REAL), "--project", cast.project.slug, *COLUMNS, "--scale", "1-5")
    release = releasing.publish_release(round_=Round.objects.get(), user=None, report=silent)
    whole = release.groups.get(audience="public", group__level=Group.Level.PROJECT)
    text = publish(cast, tmp_path)
    assert "LEAD" in text
    for index in whole.document["indexes"].values():
        assert str(index) in text


def fill_fast(box: BallotBox, answers: int) -> None:
    """So many people, invited and answering, spread unevenly over the units; in bulk, but sealed."""
    random = Random(76)
    units = list(box.units.values())
    weights = [random.paretovariate(1.5) for _unit in units]
    chosen = random.choices(units, weights=weights, k=answers)
    for start in range(0, answers, 2_000):
        part = chosen[start : start + 2_000]
        Invitation.objects.bulk_create(
            Invitation(round=box.round, group=unit, channel=Invitation.Channel.SLIP, is_spent=True)
            for unit in part
        )
        Envelope.objects.bulk_create(
            Envelope(
                round=box.round,
                ciphertext=box.envelope(unit, random_choices(box.questionnaire, random)),
            )
            for unit in part
        )


@pytest.mark.timeout(600)
def test_twenty_thousand_answers_of_76_organisations_go_the_same_way(cast: Cast, tmp_path: Path) -> None:
    box = open_box(cast.project, units=[3] * 76)
    fill_fast(box, 20_000)
    began = time.monotonic()
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    release = releasing.publish_release(round_=box.round, user=None, report=silent)
    print(f"closed, counted and released in {time.monotonic() - began:.1f} s")
    assert Answer.objects.filter(round=box.round).count() == 20_000
    assert not Envelope.objects.filter(round=box.round).exists()
    shown = Group.objects.filter(round=box.round).exclude(audience="")
    assert all((group.respondents or 0) >= 5 for group in shown)
    whole = release.groups.get(audience="public", group=box.root).document
    assert whole["n"] == "200+"
    text = publish(cast, tmp_path)
    themes = Roadmap.objects.get().themes.all()
    assert themes
    for theme in themes:
        assert str(whole["indexes"][theme.dimension]) in text
