"""Real answers, and many answers, all the way: import or ballot box → release → edition → PDF."""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Q
from django.utils import translation
from django.utils.timezone import localdate

from roadmap import services
from roadmap.models import EvidenceLink, Roadmap, Theme
from surveys import sealing
from surveys.models import Answer, Envelope, Group, Invitation, InvitationToken, Release, Round
from surveys.questionnaire import Dimension, Questionnaire, Submission
from surveys.services import closing, releasing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box
from tests.surveys.fielding import submit

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
IN_STEP = 2  # so many figures stand beside a step
ALWAYS_WRITTEN = 10  # per cent; a narrower part of a bar may have no room for its number


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def publish(cast: Cast, folder: Path) -> list[str]:
    """A draft of whatever the evidence proposes, published; the text of each theme in its Finnish PDF."""
    roadmap = services.compose_draft(project=cast.project, actor=cast.aino)
    while services.accept_everything(roadmap=roadmap, actor=cast.aino):
        pass
    file = folder / "tiekartta.pdf"
    call_command("publish_edition", cast.project.slug, "--output", str(file))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    return re.split(r"^\f?(?=Teema \d+\n|Liite 1\n)", done.stdout, flags=re.MULTILINE)[1:-1]


# --- What a theme prints, against what was released -----------------------------------------------


@translation.override("fi")
def check_themes(printed: list[str], release: Release) -> None:
    """Every figure of every theme is the released one, of that very dimension and item."""
    themes = list(Roadmap.objects.get().themes.all())
    assert themes
    assert len(printed) == len(themes)
    whole = release.groups.get(audience="public", group__level=Group.Level.PROJECT).document
    indexes = [whole["indexes"][theme.dimension] for theme in themes]
    assert len(set(indexes)) == len(indexes), "equal figures would hide that two were swapped"
    dimensions = {dimension.code: dimension for dimension in release.round.asked.dimensions}
    for text, theme in zip(printed, themes, strict=True):
        dimension = dimensions[theme.dimension]
        assert flat(text).startswith(f"Teema {themes.index(theme) + 1} {theme.title} ")
        check_figures(text, theme, dimension, whole)
        check_chart(text, dimension, whole["items"])
        check_sentences(flat(text), dimension, release, whole)
        closed = localdate(release.round.closed_at or release.round.closes_at)
        sources = re.findall(r"Kysely \d+, n [\d–+]+", text)
        assert set(sources) == {f"Kysely {closed.year}, n {whole['n']}"}


def check_figures(text: str, theme: Theme, dimension: Dimension, whole: dict[str, Any]) -> None:
    """Large numbers: at the head of the theme and beside its steps, each with its caption and source."""
    title = dimension.title.fi
    released = {name: str(whole["indexes"][dimension.code]) for name in (title, f"{title}, indeksi 0–100")}
    links = EvidenceLink.objects.filter(Q(theme=theme) | Q(step__theme=theme)).order_by("step", "order", "id")
    wanted, beside = {f"{title}, indeksi 0–100"}, Counter[int | None]()
    for link in links:
        kind, code = link.figure_key.split(":")[2:]
        if kind == "agree":
            assert link.caption
            released[link.caption] = f"{whole['items'][code]['agree']} %"
        beside[link.step_id] += 1
        if link.step_id and beside[link.step_id] <= IN_STEP:
            wanted.add(link.caption or title)
    found = re.findall(r"^(\d+(?: %)?)\n((?:.+\n){1,3}?)Kysely \d+, n ", text, flags=re.MULTILINE)
    assert wanted <= {flat(caption) for _value, caption in found}
    for value, caption in found:
        assert (flat(caption), value) == (flat(caption), released[flat(caption)])


def check_chart(text: str, dimension: Dimension, released: dict[str, Any]) -> None:
    """Every item of the dimension: the share that agrees, and the numbers in the parts of its bar."""
    rows: dict[str, list[int]] = {}
    for item in dimension.items:
        row = re.search(rf"^{spaced(item.text.fi)}\s+(\d+) %\n([\d ]+)$", text, flags=re.MULTILINE)
        assert row, item.code
        assert (item.code, int(row[1])) == (item.code, released[item.code]["agree"])
        rows[item.code] = [int(share) for share in row[2].split()]
    narrowest = min(ALWAYS_WRITTEN, *(share for shares in rows.values() for share in shares))
    for code, shares in rows.items():
        assert (code, shares) == (code, [share for share in released[code]["shares"] if share >= narrowest])


def check_sentences(text: str, dimension: Dimension, release: Release, whole: dict[str, Any]) -> None:
    """What is said of the dimension: its most and least agreed items, its index, the gap."""
    agree = {item.text.fi.rstrip("."): whole["items"][item.code]["agree"] for item in dimension.items}
    said = re.findall(r"väitteestä ”([^”]+)” \((\d+) %\)", text)
    most, least = ((words, int(share)) for words, share in said)
    assert most == (most[0], agree[most[0]]) == (most[0], max(agree.values()))
    assert least == (least[0], agree[least[0]]) == (least[0], min(agree.values()))
    lowest = re.findall(r"(\d+) sadasta", text)
    gaps = re.findall(r"Suurin ero organisaatioiden välillä: (\d+) pistettä", text)
    assert lowest or gaps
    assert {int(index) for index in lowest} <= {whole["indexes"][dimension.code]}
    if gaps:
        organisations = release.groups.filter(audience="public", group__level=Group.Level.ORGANISATION)
        found = [row.document["indexes"].get(dimension.code) for row in organisations]
        shown = [index for index in found if index is not None]
        assert [int(gap) for gap in gaps] == [max(shown) - min(shown)]


def flat(text: str) -> str:
    return " ".join(text.split())


def spaced(words: str) -> str:
    """A pattern for these words, wherever their lines break."""
    return r"\s+".join(map(re.escape, words.split()))


# --- Real answers -------------------------------------------------------------------------------


@needs_real_data
def test_real_answers_become_a_published_roadmap(cast: Cast, tmp_path: Path) -> None:
    call_command("import_answers", str(REAL), "--project", cast.project.slug, *COLUMNS, "--scale", "1-5")
    release = releasing.publish_release(round_=Round.objects.get(), user=None, report=silent)
    check_themes(publish(cast, tmp_path), release)
    assert {theme.dimension for theme in Theme.objects.all()} == {"LEAD", "TSIG"}


# --- Many answers -------------------------------------------------------------------------------

Choices = dict[str, int | None]


def leaning_choices(questionnaire: Questionnaire, random: Random) -> Callable[[], Choices]:
    """Makes one person's choices; people lean differently on each item, so that no two figures are alike."""
    items = []
    for place, dimension in enumerate(questionnaire.dimensions):
        for number, item in enumerate(dimension.items):
            lean = 0.7 + 0.1 * place + 0.04 * number
            options = [*item.scale.values, None]
            items.append((item.code, options, [*(lean**step for step in range(len(options) - 1)), 0.2]))

    def choose() -> Choices:
        return {
            code: random.choices(options, weights)[0]
            for code, options, weights in items
            if random.random() < 0.95
        }

    return choose


def answer_once_in_every_unit(box: BallotBox, choose: Callable[[], Choices]) -> None:
    """One person of each unit gets a link and answers with it, as the form does."""
    slips = [
        Invitation(round=box.round, group=unit, channel=Invitation.Channel.SLIP)
        for unit in box.units.values()
    ]
    Invitation.objects.bulk_create(slips)
    tokens = [sealing.new_token() for _slip in slips]
    hashes = [sealing.token_hash(settings.SURVEY_SERVER_KEY, token) for token in tokens]
    InvitationToken.objects.bulk_create(
        InvitationToken(token_hash=hash_, invitation=slip) for hash_, slip in zip(hashes, slips, strict=True)
    )
    for token in tokens:
        submit(token=token, submission=Submission(choose(), texts={}))


def fill_fast(box: BallotBox, answers: int, choose: Callable[[], Choices]) -> None:
    """So many people more, spread unevenly over the units; in bulk, but sealed."""
    random = Random(76)
    units = list(box.units.values())
    weights = [random.paretovariate(1.5) for _unit in units]
    for part in batches(random.choices(units, weights=weights, k=answers), 2_000):
        Invitation.objects.bulk_create(
            Invitation(round=box.round, group=unit, channel=Invitation.Channel.SLIP, is_spent=True)
            for unit in part
        )
        Envelope.objects.bulk_create(
            Envelope(round=box.round, ciphertext=box.envelope(unit, choose())) for unit in part
        )


def batches(units: list[Group], size: int) -> Iterator[list[Group]]:
    for start in range(0, len(units), size):
        yield units[start : start + size]


@pytest.mark.timeout(600)
def test_twenty_thousand_answers_of_76_organisations_go_the_same_way(cast: Cast, tmp_path: Path) -> None:
    box = open_box(cast.project, units=[3] * 76)
    choose = leaning_choices(box.questionnaire, Random(3))
    answer_once_in_every_unit(box, choose)
    assert Invitation.objects.filter(round=box.round, is_spent=True).count() == 3 * 76
    assert Envelope.objects.filter(round=box.round).count() == 3 * 76
    fill_fast(box, 20_000 - 3 * 76, choose)
    began = time.monotonic()
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    release = releasing.publish_release(round_=box.round, user=None, report=silent)
    print(f"closed, counted and released in {time.monotonic() - began:.1f} s")
    assert Answer.objects.filter(round=box.round).count() == 20_000
    assert not Envelope.objects.filter(round=box.round).exists()
    shown = Group.objects.filter(round=box.round).exclude(audience="")
    assert all((group.respondents or 0) >= 5 for group in shown)
    assert release.groups.get(audience="public", group=box.root).document["n"] == "200+"
    check_themes(publish(cast, tmp_path), release)
