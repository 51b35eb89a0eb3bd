"""Whether two overlapping trees of groups are safe: `weakest_cut`'s verdict, fast enough to ask often.

Nagamochi and Ibaraki (1992): put vertices in a row, always the one that hangs most tightly on those before.
What the last one hangs on is a cut; and two neighbours in the row of which the second hangs by k or more can
never be parted by fewer than k, so they become one vertex.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from heapq import heappop, heappush
from typing import TypeAlias

Vertex: TypeAlias = Hashable
Edges: TypeAlias = Mapping[tuple[Vertex, Vertex], int]
_Graph: TypeAlias = dict[Vertex, dict[Vertex, int]]


def is_held_together(edges: Edges, *, k: int) -> bool:
    """Whether every cut through a connected part has at least ``k`` people on it.

    ``edges`` counts people by the two vertices they link. A link of nobody (0) still connects: people of whom
    none answered a question are between those two groups, and to part them would tell so (decision 0013).
    """
    graph = _contracted(edges, k)
    while graph:
        smaller: _Graph = {}
        for row in _rows(graph):
            if row[-1][1] < k:
                return False
            names = _names(row, k)
            for vertex, name in names.items():
                links = smaller.setdefault(name, {})
                for other, people in graph[vertex].items():
                    if (into := names[other]) != name:
                        links[into] = links.get(into, 0) + people
        graph = {vertex: links for vertex, links in smaller.items() if links}
    return True


def _names(row: list[tuple[Vertex, int]], k: int) -> dict[Vertex, Vertex]:
    """Each vertex of a row and the one that it becomes a part of."""
    names: dict[Vertex, Vertex] = {}
    name = row[0][0]
    for vertex, tightness in row:
        name = name if tightness >= k else vertex
        names[vertex] = name
    return names


def _contracted(edges: Edges, k: int) -> _Graph:
    """The graph with the ends of every link of ``k`` or more made one vertex."""
    above: dict[Vertex, Vertex] = {}

    def top(vertex: Vertex) -> Vertex:
        while vertex in above:
            vertex = above[vertex]
        return vertex

    for (one, other), people in edges.items():
        ends = top(one), top(other)
        if people >= k and ends[0] != ends[1]:
            above[ends[0]] = ends[1]
    joined: dict[tuple[Vertex, Vertex], int] = {}
    for (one, other), people in edges.items():
        pair = top(one), top(other)
        joined[pair] = joined.get(pair, 0) + people
    return _graph(joined)


def _graph(edges: Edges) -> _Graph:
    graph: _Graph = {}
    for (one, other), people in edges.items():
        if one != other:
            for a, b in ((one, other), (other, one)):
                links = graph.setdefault(a, {})
                links[b] = links.get(b, 0) + people
    return graph


def _rows(graph: _Graph) -> list[list[tuple[Vertex, int]]]:
    """Each connected part in a row of (vertex, what it hangs by on those before it)."""
    rows, placed = [], set[Vertex]()
    for start in graph:
        if start in placed:
            continue
        row: list[tuple[Vertex, int]] = []
        tightness: dict[Vertex, int] = {start: 0}
        heap: list[tuple[int, int, Vertex]] = [(0, 0, start)]
        pushed = 1
        while heap:
            tight, _, vertex = heappop(heap)
            if vertex in placed or -tight != tightness[vertex]:
                continue
            placed.add(vertex)
            row.append((vertex, -tight))
            for other, people in graph[vertex].items():
                if other not in placed:
                    tightness[other] = tightness.get(other, 0) + people
                    heappush(heap, (-tightness[other], pushed, other))
                    pushed += 1
        rows.append(row)
    return rows
