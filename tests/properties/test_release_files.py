"""Attack 15: whatever the format, a file says what the release says, cell by cell, and never 0 for hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import AUDIENCES, Audience, Item, ProtectedTable, plan, protect
from surveys.disclosure.documents import group_document
from surveys.exporting.words import wording
from surveys.formats.releases import (
    About,
    Group,
    Question,
    ReleaseTable,
    codebook_csv,
    figures_csv,
    figures_ddi,
    figures_sav,
    figures_xlsx,
    release_table,
)
from surveys.questionnaire import LANGUAGES, Option, Text
from tests.properties.disclosure_worlds import SCALE, World, tree_of, tried, worlds
from tests.surveys.release_files import (
    NO_RANGE,
    PROTECTED,
    RANGE,
    Cells,
    cells_of_csv,
    cells_of_ddi,
    cells_of_sav,
    cells_of_xlsx,
    of_cells,
    read_sav,
    read_xlsx,
    rows_of_csv,
)

# Codes that become one name when a program takes letters, digits and underscores only, or no capitals.
ITEMS = (
    Item("A.1", SCALE, "D", agree_from=4),
    Item("A_1", SCALE, "D"),
    Item("a-1", (-1, 0, 1), "E", in_index=False),
    Item("B" * 64, (0, 1), "F", smallest_group=1),
    Item("M", SCALE, "G", distribution=False),
    Item("Q:1", (0, 1), "G", in_index=False, mean=False),
)
EVIL = ("=1+1", "+358", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", 'a;"b"', "Åäö šž", "0", "Suojattu", "x" * 300)
WORDS = st.one_of(st.sampled_from(EVIL), st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
TEXTS = WORDS.filter(str.strip).map(Text.same)


def about(audience: Audience) -> About:
    return About(
        title=Text(fi="=Kysely", sv="Enkät", en="Survey"),
        project=Text.same("Hanke"),
        questionnaire=Text.same("Lomake"),
        number=1,
        released="2026-11-04",
        closed="2026-11-01",
        audience=audience,
        fingerprint="0" * 64,
        threshold=5,
        public_threshold=10,
        address="https://yhes.example.org/id/release/1",
        instrument="lomake 1",
        instrument_licence="CC BY 4.0",
        source="YHES",
        citation="YHES: Lomake.",
        note=None,
        is_example=True,
    )


def table_of(
    protected: ProtectedTable, world: World, audience: Audience, words: Iterator[Text]
) -> ReleaseTable:
    """As a release stores it: a document for each group of the audience's plan."""
    titles = {code: next(words) for code in "DEFG"}
    questions = [
        Question(
            item.code,
            next(words),
            item.dimension,
            titles[item.dimension],
            tuple(Option(value, next(words)) for value in item.values),
        )
        for item in ITEMS
    ]
    groups = [Group(n.id, n.parent, "unit" if n.level else "project", next(words)) for n in world.nodes]
    shown = protected.shown(audience, "n")
    documents = {node: group_document(protected, node, audience) for node in shown}
    return release_table(about(audience), questions, titles, groups, documents)


def protect_all(world: World) -> ProtectedTable:
    return protect(world.nodes, world.items, world.counts, plan=plan(world.nodes))


def one_world() -> World:
    """The whole and units of 30, 14, 12 and 3, the last two hidden; in the second nearly all agree with A.1."""
    nodes = tree_of([None, 0, 0, 0, 0], [0, 30, 14, 12, 3])
    own = np.zeros((len(nodes), len(ITEMS), 5), dtype=np.int64)
    for at, item in enumerate(ITEMS):
        for node in nodes[1:]:
            own[node.id, at, : len(item.values)] = spread_evenly(node.n, len(item.values))
    own[2, 0] = (0, 0, 0, 13, 1)
    return World(nodes, list(ITEMS), own, {})


def spread_evenly(people: int, options: int) -> list[int]:
    return [people // options + (place < people % options) for place in range(options)]


def must_be(protected: ProtectedTable, table: ReleaseTable) -> Cells:
    options = {item.code: len(item.values) for item in ITEMS}
    return of_cells(list(protected.cells(table.about.audience)), options)


def told(cells: Cells, table: ReleaseTable) -> Cells:
    """Those of groups of which something is told: a workbook has no lines for the others' questions."""
    kept = {row.group.id for row in table.rows if row.is_told}
    return {at: value for at, value in cells.items() if at[0] in kept or at[1] in ("n", "index")}


@pytest.mark.parametrize("audience", AUDIENCES)
@tried(60)
@given(world=worlds(items=ITEMS, most=6), language=st.sampled_from(LANGUAGES))
def test_every_format_says_what_the_release_says(audience: Audience, world: World, language: str) -> None:
    protected = protect_all(world)
    table = table_of(protected, world, audience, cycle(map(Text.same, EVIL)))
    cells = must_be(protected, table)
    if not any(row.is_told for row in table.rows):
        assert set(cells.values()) == {PROTECTED}
        cells = {at: value for at, value in cells.items() if at[1] == "n"}  # nothing else is known
    assert cells_of_csv(figures_csv(table), table) == cells
    assert cells_of_sav(figures_sav(table, wording(), language), table) == cells
    book = figures_xlsx(table, wording(), language)
    assert cells_of_xlsx(book, table, wording(), language) == told(cells, table)
    of_told = {
        at: value for at, value in cells.items() if at[0] in {r.group.id for r in table.rows if r.is_told}
    }
    assert cells_of_ddi(figures_ddi(table, wording(), language), table) == of_told


def test_a_range_and_hidden_figures_are_told_as_such_in_every_format() -> None:
    """The example of the property above that has all there is: numbers, a range, protected cells."""
    world = one_world()
    protected = protect_all(world)
    table = table_of(protected, world, "inside", cycle(map(Text.same, EVIL)))
    cells = must_be(protected, table)
    assert {PROTECTED, RANGE, NO_RANGE} <= set(cells.values())
    assert cells[2, "range_from", "A.1", 0] == 4
    assert cells[3, "n", "", 0] == PROTECTED
    assert cells_of_csv(figures_csv(table), table) == cells
    assert cells_of_sav(figures_sav(table, wording(), "sv"), table) == cells


def test_spss_leaves_what_is_hidden_out_of_its_calculations() -> None:
    world = one_world()
    table = table_of(protect_all(world), world, "inside", cycle(map(Text.same, EVIL)))
    content = figures_sav(table, wording(), "fi")
    places = [at for at, column in enumerate(table.columns) if column.statistic != "n"]
    calculated = read_sav(content, user_missing=False).rows
    for row, read in zip(table.rows, calculated, strict=True):
        for at in places:
            value = read[table.columns[at].name]
            assert value == (row.cells[at] if isinstance(row.cells[at], int) else None)


@tried(30)
@given(words=st.lists(TEXTS, min_size=2, max_size=30))
def test_names_are_kept_and_no_text_becomes_a_formula(words: list[Text]) -> None:
    world = one_world()
    table = table_of(protect_all(world), world, "inside", cycle(words))
    names = [row.group.label.fi for row in table.rows]
    rows = rows_of_csv(figures_csv(table))
    assert [re.sub(r"^'(?=[=+\-@\n])", "", row["group_fi"]) for row in rows] == names
    lines = [row[f"group_{language}"] for row in rows for language in LANGUAGES]
    codes = [text for line in rows_of_csv(codebook_csv(table, wording())) for text in line.values()]
    assert not [text for text in (*lines, *codes) if text.startswith(("=", "+", "-", "@"))]
    book = read_xlsx(figures_xlsx(table, wording(), "fi"))
    assert [row[0] for row in book["Ulottuvuudet"][1:]] == names
    labels = [str(row["group"]) for row in read_sav(figures_sav(table, wording(), "fi")).rows]
    for read, name in zip(labels, names, strict=True):
        assert read == name.rstrip(" ") or (len(name.encode()) > 255 and name.startswith(read.rstrip("…")))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_names_of_columns_suit_every_program(audience: Audience) -> None:
    """They differ in more than capitals, and the codebook has each of them."""
    world = one_world()
    table = table_of(protect_all(world), world, audience, cycle(map(Text.same, EVIL)))
    names = [column.name for column in table.columns]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) for name in names)
    meta = read_sav(figures_sav(table, wording(), "en")).meta
    assert meta.column_names == ["group_id", "parent_id", "level", "group", *names]
    lines = rows_of_csv(codebook_csv(table, wording()))
    assert set(names) <= {line["name"] for line in lines if line["kind"] == "column"}


def test_a_release_that_tells_of_more_than_the_questionnaire_is_not_made_into_less() -> None:
    document = {"n": 20, "indexes": {}, "items": {"unknown": {"index": 50}}}
    with pytest.raises(KeyError, match="unknown"):
        release_table(
            about("inside"), [], {}, [Group(1, None, "project", Text.same("Kaikki"))], {1: document}
        )
