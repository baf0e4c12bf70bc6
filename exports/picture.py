"""Which nodes a page of limited size shows, and where each stands. Pure functions over ids and neighbours."""

import heapq
from collections.abc import Collection, Iterator, Mapping
from math import sqrt

Neighbours = Mapping[str, Collection[str]]
Point = tuple[float, float]

_SPACING = 62
"""How far apart two nodes stand on average, in the page's own units; nodes are 12 to 50 units wide."""

_MARGIN = 90
"""What is kept free around a component."""


def best_connected(neighbours: Neighbours, limit: int) -> list[str]:
    """Return at most ``limit`` ids that hang together, those with the most neighbours first.

    From the node with the most neighbours the choice grows along edges, always by the reachable node that has the
    most neighbours itself; where a component ends, the best of the rest begins the next. Ties go by id.
    """

    def rank(node: str) -> tuple[int, str]:
        return -len(neighbours[node]), node

    starts = iter(sorted(map(rank, neighbours)))
    frontier: list[tuple[int, str]] = []
    seen: set[str] = set()
    chosen: list[str] = []
    while len(chosen) < min(limit, len(neighbours)):
        if not frontier:
            frontier = [next(start for start in starts if start[1] not in seen)]
            seen.add(frontier[0][1])
        _, node = heapq.heappop(frontier)
        chosen.append(node)
        for other in neighbours[node]:
            if other not in seen:
                seen.add(other)
                heapq.heappush(frontier, rank(other))
    return chosen


def positions(neighbours: Neighbours) -> dict[str, tuple[int, int]]:
    """Place every node: each component by itself, the largest on top, the others in rows beneath it.

    Whole numbers, y downwards, the same for the same graph.
    """
    parts = [_laid_out(part, neighbours) for part in _components(neighbours)]
    return {node: (round(x), round(y)) for part in _in_rows(parts) for node, (x, y) in part.items()}


def _components(neighbours: Neighbours) -> list[list[str]]:
    """Return the connected components, the largest first, each sorted."""
    parts: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:  # grows while it is walked
            new = [other for other in neighbours[node] if other not in seen]
            seen.update(new)
            part += new
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part))


def _laid_out(part: list[str], neighbours: Neighbours) -> dict[str, Point]:
    """Place one component by ForceAtlas2 (Jacomy et al. 2014), its left and upper edge at zero."""
    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(part)
    graph.add_edges_from((node, other) for node in part for other in sorted(neighbours[node]) if node < other)
    placed = networkx.forceatlas2_layout(
        graph,
        networkx.circular_layout(graph),  # a start of our own: nothing is left to chance
        max_iter=200,
        scaling_ratio=80,
        gravity=0.05,
        strong_gravity=True,  # else single leaves fly far out and squeeze the rest
    )
    xs, ys = ([float(point[axis]) for point in placed.values()] for axis in (0, 1))
    if max(xs) - min(xs) < max(ys) - min(ys):  # screens are wider than high
        xs, ys = ys, xs
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    scale = _SPACING * sqrt(len(part) / (width * max(height, width / 4)))
    return {n: ((x - min(xs)) * scale, (y - min(ys)) * scale) for n, x, y in zip(placed, xs, ys, strict=True)}


def _in_rows(parts: list[dict[str, Point]]) -> Iterator[dict[str, Point]]:
    """Move the components apart: side by side in rows about half again as wide as all are high."""
    boxes = [tuple(max(point[axis] for point in part.values()) + _MARGIN for axis in (0, 1)) for part in parts]
    row_width = max((1.5 * sqrt(sum(w * h for w, h in boxes)), *(w for w, _ in boxes)), default=0)
    x = y = row_height = 0.0
    for part, (width, height) in zip(parts, boxes, strict=True):
        if x + width > row_width:
            x, y, row_height = 0.0, y + row_height, 0.0
        yield {node: (x + px, y + py) for node, (px, py) in part.items()}
        x, row_height = x + width, max(row_height, height)
