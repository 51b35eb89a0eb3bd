"""Two overlapping trees of groups at once: safe exactly when every minimum cut is at least k.

Regions of both trees are vertices, one more vertex (the ground, written None) stands for "in no published
group" on either side, and every person is an edge between their two regions. A combination of figures gives
each vertex a potential and each person the difference along their edge; so the fewest people any
combination can single out is the smallest cut of a connected part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Region = Hashable | None
_Vertex = tuple[str, Region]
_Graph = dict[_Vertex, dict[_Vertex, int]]

First = TypeVar("First", bound=Region)
Second = TypeVar("Second", bound=Region)

_GROUND: _Vertex = ("ground", None)


@dataclass(frozen=True, slots=True)
class Cut:
    """``people`` persons link ``first`` regions of one tree and ``second`` of the other to all the rest."""

    people: int
    first: frozenset[Region]
    second: frozenset[Region]


def weakest_cut(people: Mapping[tuple[First, Second], int], *, k: int) -> Cut | None:
    """The smallest cut below ``k``, or None when the two trees together are safe.

    ``people`` counts persons by their region in the first and in the second tree (None: in no published
    group of that tree).
    """
    graph: _Graph = defaultdict(lambda: defaultdict(int))
    for (first, second), count in people.items():
        ends = _vertex("first", first), _vertex("second", second)
        if count > 0 and ends[0] != ends[1]:
            graph[ends[0]][ends[1]] += count
            graph[ends[1]][ends[0]] += count
    merged = _contract(graph, k)
    cuts = [cut for part in _parts(graph) if (cut := _smallest(graph, part, merged)) and cut[0] < k]
    if not cuts:
        return None
    count, side = min(cuts, key=lambda cut: cut[0])
    by_tree = {name: frozenset(r for tree, r in side if tree == name) for name in ("first", "second")}
    return Cut(count, by_tree["first"], by_tree["second"])


def _vertex(tree: str, region: Region) -> _Vertex:
    return _GROUND if region is None else (tree, region)


def _parts(graph: _Graph) -> list[set[_Vertex]]:
    parts, seen = [], set[_Vertex]()
    for start in graph:
        if start in seen:
            continue
        part, stack = {start}, [start]
        while stack:
            fresh = graph[stack.pop()].keys() - part
            part |= fresh
            stack.extend(fresh)
        seen |= part
        parts.append(part)
    return parts


def _contract(graph: _Graph, k: int) -> dict[_Vertex, frozenset[_Vertex]]:
    """Merge vertices joined by ``k`` or more, in place: no cut below ``k`` parts them. Who is in each."""
    merged = {vertex: frozenset([vertex]) for vertex in graph}
    waiting = [(a, b) for a in graph for b, count in graph[a].items() if count >= k]
    while waiting:
        kept, gone = waiting.pop()
        if kept not in graph or graph[kept].get(gone, 0) < k:
            continue
        merged[kept] |= merged.pop(gone)
        for vertex, count in graph.pop(gone).items():
            del graph[vertex][gone]
            if vertex != kept:
                graph[kept][vertex] += count
                graph[vertex][kept] = graph[kept][vertex]
                if graph[kept][vertex] >= k:
                    waiting.append((kept, vertex))
    return merged


def _smallest(
    graph: _Graph, part: set[_Vertex], within: Mapping[_Vertex, frozenset[_Vertex]]
) -> tuple[int, frozenset[_Vertex]] | None:
    """Stoer and Wagner (1997): repeatedly cut off the vertex added last, then merge it into its neighbour."""
    links = {vertex: dict(graph[vertex]) for vertex in graph if vertex in part}
    merged = {vertex: within[vertex] for vertex in links}
    everything = frozenset().union(*merged.values())
    best: tuple[int, frozenset[_Vertex]] | None = None
    while len(links) > 1:
        before, last, weight = _last_two(links)
        if best is None or weight < best[0]:
            side = merged[last]
            best = (weight, everything - side if _GROUND in side else side)
        merged[before] |= merged[last]
        for vertex, count in links.pop(last).items():
            del links[vertex][last]
            if vertex != before:
                links[before][vertex] = links[before].get(vertex, 0) + count
                links[vertex][before] = links[before][vertex]
    return best


def _last_two(links: dict[_Vertex, dict[_Vertex, int]]) -> tuple[_Vertex, _Vertex, int]:
    """Order vertices by how tightly they hang on those before; the last one's weight is a cut."""
    tightness = dict.fromkeys(links, 0)
    before = last = next(iter(links))
    weight = 0
    while tightness:
        before, last = last, max(tightness, key=tightness.__getitem__)
        weight = tightness.pop(last)
        for vertex, count in links[last].items():
            if vertex in tightness:
                tightness[vertex] += count
    return before, last, weight
