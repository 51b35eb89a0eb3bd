"""Open answers as plain text and plain numbers: where they are read, what is marked, what is removed."""

from __future__ import annotations

import string
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import (
    MARK,
    Node,
    NothingLeft,
    PartNotFound,
    Thresholds,
    attack,
    find_hints,
    redact,
    text_homes,
)

# --- Where texts are read -------------------------------------------------------------------------


@st.composite
def worlds(draw: st.DrawFn) -> list[Node]:
    """A whole, some regions, and organisations in a region or straight in the whole; n: people who wrote."""
    regions = draw(st.integers(0, 3))
    organisations = draw(
        st.lists(st.tuples(st.integers(0, regions), st.integers(0, 30)), min_size=0, max_size=8)
    )
    strays = draw(st.lists(st.integers(0, 12), min_size=regions + 1, max_size=regions + 1))
    total = list(strays)
    nodes = []
    for place, (region, writers) in enumerate(organisations):
        total[region] += writers
        nodes.append(Node(100 + place, region or 1000, 2, writers))
    whole = sum(total)
    nodes += [Node(region, 1000, 1, total[region]) for region in range(1, regions + 1)]
    return [Node(1000, None, 0, whole), *nodes]


def own(nodes: list[Node]) -> dict[int, int]:
    left = {node.id: node.n for node in nodes}
    for node in nodes:
        if node.parent is not None:
            left[node.parent] -= node.n
    return left


def read_in(nodes: list[Node], homes: dict[int, int]) -> dict[int, int]:
    """Group → number of texts read in it."""
    found: dict[int, int] = {}
    for stored, home in homes.items():
        found[home] = found.get(home, 0) + own(nodes)[stored]
    return found


@given(worlds(), st.integers(10, 25))
def test_texts_are_read_on_one_level_and_by_ten_or_more_together(nodes: list[Node], least: int) -> None:
    homes = text_homes(nodes, thresholds=Thresholds(least, 5))
    level = {node.id: node.level for node in nodes}
    parent = {node.id: node.parent for node in nodes}
    assert len({level[home] for home in homes.values()}) <= 1
    assert all(count >= least for count in read_in(nodes, homes).values())
    for stored, home in homes.items():
        step: int | None = stored
        while step is not None and step != home:
            step = parent[step]
        assert step == home, "a text is read in its own group or in one that contains it"


@given(worlds())
def test_for_a_nearer_level_at_most_one_text_in_ten_is_left_out(nodes: list[Node]) -> None:
    homes = text_homes(nodes)
    written, shown = nodes[0].n, sum(read_in(nodes, homes).values())
    assert shown == 0 if written < 10 else shown * 10 >= written * 9


@given(worlds(), st.integers(10, 20), st.integers(1, 6))
def test_a_raised_threshold_hides_texts_or_moves_them_up(nodes: list[Node], least: int, more: int) -> None:
    lower = text_homes(nodes, thresholds=Thresholds(least, 5))
    higher = text_homes(nodes, thresholds=Thresholds(least + more, 5))
    level = {node.id: node.level for node in nodes}
    counts = own(nodes)
    assert {stored for stored in higher if counts[stored]} <= set(lower)
    assert all(level[home] <= level[lower[stored]] for stored, home in higher.items() if stored in lower)


@given(worlds(), st.randoms(use_true_random=False))
def test_names_and_order_of_groups_change_nothing(nodes: list[Node], random: Random) -> None:
    ids = [node.id for node in nodes]
    names = dict(zip(ids, random.sample(range(10_000), len(ids)), strict=True))
    renamed = [Node(names[n.id], None if n.parent is None else names[n.parent], n.level, n.n) for n in nodes]
    random.shuffle(renamed)
    assert text_homes(renamed) == {names[a]: names[b] for a, b in text_homes(nodes).items()}


@given(worlds())
def test_lists_of_texts_laid_together_single_out_nobody(nodes: list[Node]) -> None:
    """Every list as the set of people who wrote it, before the same attacker as the figures."""
    homes, counts = text_homes(nodes), own(nodes)
    stored = [pk for pk in counts if counts[pk]]
    cells = [[int(homes.get(pk) == home) for pk in stored] for home in sorted(set(homes.values()))]
    assert not cells or attack(cells, [counts[pk] for pk in stored], k=10) is None


@given(worlds(), st.data())
def test_with_a_condition_as_many_were_not_asked(nodes: list[Node], data: st.DataObject) -> None:
    counts = own(nodes)
    alone = {pk: data.draw(st.integers(0, 15)) for pk in counts}
    not_asked = {node.id: alone[node.id] for node in nodes}
    for node in sorted(nodes, key=lambda node: -node.level):
        if node.parent is not None:
            not_asked[node.parent] += not_asked[node.id]
    homes = text_homes(nodes, not_asked=not_asked)
    for home in set(homes.values()):
        assert sum(alone[stored] for stored in homes if homes[stored] == home) >= 10
    everybody = text_homes(nodes, not_asked=dict.fromkeys(counts, 0))
    assert everybody == {}


def test_one_organisation_of_nine_moves_all_to_the_whole() -> None:
    nodes = [Node(1, None, 0, 29), Node(2, 1, 2, 20), Node(3, 1, 2, 9)]
    assert text_homes(nodes) == {1: 1, 2: 1, 3: 1}
    nodes = [Node(1, None, 0, 30), Node(2, 1, 2, 20), Node(3, 1, 2, 10)]
    assert text_homes(nodes) == {2: 2, 3: 3}


# --- Hints ------------------------------------------------------------------------------------------

TEXTS = st.text(
    alphabet=st.sampled_from([*string.ascii_letters, *"åäöÅÄÖ0123456789 .,!?-@:/\n”’+()"]), max_size=200
)
EMAILS = st.builds(
    "{}@{}.{}".format,
    st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12),
    st.text(string.ascii_lowercase, min_size=1, max_size=12),
    st.sampled_from(["fi", "example", "com"]),
)
PHONES = st.builds(
    "{} {} {}".format,
    st.sampled_from(["040", "+358 50", "09", "0400"]),
    st.integers(100, 999),
    st.integers(1000, 9999),
)
CODES = st.builds(
    "{:02d}{:02d}{:02d}{}{:03d}{}".format,
    st.integers(1, 31),
    st.integers(1, 12),
    st.integers(0, 99),
    st.sampled_from("-+ABYX"),
    st.integers(2, 899),
    st.sampled_from("0123456789ABCDEFHJKLMNPRSTUVWXY"),
)


@given(TEXTS)
def test_hints_are_in_order_and_cover_no_character_twice(text: str) -> None:
    hints = find_hints(text)
    assert all(0 <= hint.start < hint.end <= len(text) for hint in hints)
    assert all(one.end <= other.start for one, other in pairwise(hints))


@given(TEXTS, st.one_of(EMAILS, PHONES, CODES), TEXTS)
def test_what_has_a_form_is_found_wherever_it_stands(before: str, planted: str, after: str) -> None:
    text = f"{before}\n{planted}\n{after}"
    place = text.index(planted, len(before) + 1)
    covered = {at for hint in find_hints(text) for at in range(hint.start, hint.end)}
    assert set(range(place, place + len(planted))) <= covered


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[hint.start : hint.end], hint.kind) for hint in find_hints(text)]


def test_names_and_titles_are_guessed_in_three_languages() -> None:
    assert kinds("Rehtori Matti Virtanen ei kuuntele.") == [("Rehtori", "title"), ("Matti Virtanen", "name")]
    assert kinds("Liisalle pitäisi sanoa, pekan ja jukalle myös.") == [
        ("Liisalle", "name"),
        ("pekan", "name"),
        ("jukalle", "name"),
    ]
    assert kinds("Vår avdelningschef lyssnar inte på Lindroos.") == [
        ("avdelningschef", "title"),
        ("Lindroos", "name"),
    ]
    assert kinds("Our principal is kind.") == [("principal", "title")]


def test_ordinary_sentences_have_no_hints() -> None:
    for text in (
        "Työtilat ovat hyvät. Yhteistä aikaa on liian vähän!",
        "Budjetti oli 1 250 000 euroa vuonna 2024, ja Teams auttaa.",
        "Vi borde träffas oftare. Det skulle hjälpa alla.",
        "More time for planning together.",
    ):
        assert kinds(text) == []


# --- Removing ---------------------------------------------------------------------------------------

WORDS = st.lists(
    st.text(string.ascii_lowercase + "äö", min_size=1, max_size=8), min_size=1, max_size=12, unique=True
)


@given(WORDS, st.data())
def test_a_removed_word_is_gone_and_every_other_is_left_in_its_place(
    words: list[str], data: st.DataObject
) -> None:
    removed = data.draw(st.lists(st.sampled_from(words), min_size=1, unique=True))
    left = [word for word in words if word not in removed]
    try:
        found = redact(" ".join(words), removed)
    except NothingLeft:
        assert not left
        return
    assert [word for word in found.split() if word != MARK] == left
    assert f"{MARK} {MARK}" not in found


@given(WORDS, st.data())
def test_the_order_of_parts_does_not_matter_and_twice_is_as_good_as_once(
    words: list[str], data: st.DataObject
) -> None:
    removed = data.draw(st.lists(st.sampled_from(words), max_size=len(words) - 1, unique=True))
    text = " ".join(words)
    found = redact(text, removed)
    assert found == redact(text, reversed(removed)) == redact(text, [*removed, *removed])


def test_every_place_is_removed_whatever_its_capitals_and_spaces() -> None:
    assert redact("Ari puhui. Kun ari\nvirtanen puhui, tarina loppui.", ["Ari", "ARI  Virtanen"]) == (
        f"{MARK} puhui. Kun {MARK} puhui, tarina loppui."
    )


def test_a_part_within_words_is_removed_where_it_stands_in_no_other_way() -> None:
    assert redact("Virtasen tiimi", ["Virta"]) == f"{MARK}sen tiimi"


@pytest.mark.parametrize("part", ["Liisa", "", "  "])
def test_what_is_not_there_is_not_removed_in_silence(part: str) -> None:
    with pytest.raises(PartNotFound) as refused:
        redact("Aikaa on vähän", [part])
    assert refused.value.part == part


@pytest.mark.parametrize("text", ["Liisa!", f"{MARK} Liisa"])
def test_a_text_of_nothing_but_marks_is_refused(text: str) -> None:
    with pytest.raises(NothingLeft):
        redact(text, ["Liisa"])
