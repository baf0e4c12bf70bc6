"""Which nodes a page of limited size shows, and where each stands. Pure functions over ids and neighbours."""

from collections.abc import Callable, Collection, Mapping
from heapq import heappop, heappush
from math import sqrt
from types import MappingProxyType
from typing import Any, TypeAlias

Neighbours: TypeAlias = Mapping[str, Collection[str]]
Rank: TypeAlias = tuple[int, int, int, str]

NO_STANDING: Mapping[str, int] = MappingProxyType({})

_COURSE = ((250, 1.0), (150, 0.1))
"""How many steps with how much jitter: first the parts find their way past each other, then each node its place."""

_SPACING = 70
"""How far apart two nodes stand on average, in the page's own units; nodes are 12 to 50 units wide."""

_LEAST_HEIGHT = 500
"""How far a small graph is spread, for its labels."""

_WIDER = 1.25
"""By how much the drawing is wider than high, as screens are."""


def best_connected(neighbours: Neighbours, limit: int, standing: Mapping[str, int] = NO_STANDING) -> list[str]:
    """Return at most ``limit`` ids that hang together: first what joins others, then what hangs on it.

    From the node with the most neighbours of several neighbours the choice grows along edges, always by the best
    node within reach; where a component ends, the best of the rest begins the next. Nodes of a single neighbour come
    after all those, one in turn for each node they hang on. Ties go by ``standing``, the lower the better, then by id.
    """

    def rank(node: str) -> Rank:
        return -len(joints.get(node, ())), -len(neighbours[node]), standing.get(node, 0), node

    several = {node for node, others in neighbours.items() if len(others) > 1}
    joints = {node: several.intersection(neighbours[node]) for node in several}
    chosen = _grown(joints, rank)
    hanging = [sorted(set(neighbours[node]) - several, key=rank) for node in chosen]
    turns = sorted((turn, n, leaf) for n, leaves in enumerate(hanging) for turn, leaf in enumerate(leaves))
    chosen += [leaf for *_, leaf in turns]
    rest = {node: neighbours[node] for node in neighbours.keys() - set(chosen)}
    return [*chosen, *_grown(rest, rank)][:limit]


def _grown(neighbours: Neighbours, rank: Callable[[str], Rank]) -> list[str]:
    """Return all ids in the order in which the choice reaches them."""
    frontier: list[Rank] = []
    seen: set[str] = set()
    order: list[str] = []
    for start in sorted(neighbours, key=rank):
        if start in seen:
            continue
        seen.add(start)
        heappush(frontier, rank(start))
        while frontier:
            node = heappop(frontier)[-1]
            order.append(node)
            for other in neighbours[node]:
                if other not in seen:
                    seen.add(other)
                    heappush(frontier, rank(other))
    return order


def positions(neighbours: Neighbours) -> dict[str, tuple[int, int]]:
    """Place every node by ForceAtlas2 (Jacomy et al. 2014) with strong gravity, which keeps loose parts near the rest.

    Whole numbers, the same for the same graph: the start is a circle in the order of the ids.
    """
    if len(neighbours) < 2:
        return dict.fromkeys(neighbours, (0, 0))
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(sorted(neighbours))
    graph.add_edges_from((node, other) for node in sorted(neighbours) for other in sorted(neighbours[node]))
    placed: dict[str, Any] = networkx.circular_layout(graph)
    for steps, jitter in _COURSE:
        placed = networkx.forceatlas2_layout(
            graph,
            placed,
            max_iter=min(steps, steps * 300 // len(graph)),  # a step takes time by the square of the nodes
            jitter_tolerance=jitter,
            scaling_ratio=80,
            gravity=0.2,
            strong_gravity=True,
        )
    (left, top), (right, bottom) = (
        [float(edge(point[axis] for point in placed.values())) for axis in (0, 1)] for edge in (min, max)
    )
    scale = max(_SPACING * sqrt(len(graph)), _LEAST_HEIGHT) / max(right - left, bottom - top)
    return {
        node: (round((float(x) - left) * scale * _WIDER), round((float(y) - top) * scale))
        for node, (x, y) in placed.items()
    }
