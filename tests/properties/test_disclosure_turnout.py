"""Numbers of shown groups, respondents and invited alike: what adding and subtracting them can reach."""

from __future__ import annotations

from hypothesis import given

from surveys.disclosure import Node, plan
from tests.properties.disclosure_worlds import inside_of, own_people, rank, tree_of, trees, tried

PEOPLE = (0, 0, 1, 2, 3, 4, 5, 6, 9, 12, 15)


def numbers_reach(nodes: list[Node], shown: frozenset[int], wanted: set[int]) -> bool:
    """Whether a number over `wanted` follows from the same kind of number over each shown group.

    A coordinate is a place where people are: the leaves, also those in which nobody answered (people
    were invited there), and other nodes that have people of their own.
    """
    own, parents = own_people(nodes), {n.parent for n in nodes}
    places = [n.id for n in nodes if n.id not in parents or own[n.id]]
    cells = [[int(at in inside_of(nodes, group)) for at in places] for group in sorted(shown)]
    return rank([*cells, [int(at in wanted) for at in places]]) == rank(cells)


@tried(200)
@given(trees(most=8, people=PEOPLE))
def test_of_a_group_in_which_one_to_four_answered_no_number_can_be_worked_out(nodes: list[Node]) -> None:
    shown = plan(nodes).inside
    for node in nodes:
        if 0 < node.n < 5:
            assert not numbers_reach(nodes, shown, inside_of(nodes, node.id))


def test_a_number_that_subtraction_reaches_is_seen() -> None:
    """The check can fail: the whole and one of its two parts tell the other."""
    nodes = tree_of([None, 0, 0], [0, 12, 4])
    assert numbers_reach(nodes, frozenset({0, 1}), {2})
    assert not numbers_reach(nodes, frozenset({0}), {2})
