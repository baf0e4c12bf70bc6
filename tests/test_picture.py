"""Which nodes a page draws, and where."""

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.picture import best_connected, positions

GRAPHS = st.dictionaries(st.integers(0, 30), st.sets(st.integers(0, 30)), max_size=30).map(
    lambda links: {
        str(n): {str(m) for m in nodes if m != n and (m in links.get(n, ()) or n in links.get(m, ()))}
        for nodes in [sorted({*links, *(m for ends in links.values() for m in ends)})]
        for n in nodes
    }
)


def test_the_choice_grows_from_what_joins_most_and_takes_the_leaves_in_turns() -> None:
    graph = {
        **{
            "x": ["m", "n", "x1", "x2"],
            "y": ["n", "y1", "y2", "y3"],
            "n": ["x", "y"],
            "m": ["x", "z"],
            "z": ["m", "z1"],
        },
        **{"x1": ["x"], "x2": ["x"], "y1": ["y"], "y2": ["y"], "y3": ["y"], "z1": ["z"]},
        **{"p": ["q"], "q": ["p"], "alone": []},
    }
    joints, leaves, rest = ["x", "m", "n", "y", "z"], ["x1", "y1", "z1", "x2", "y2", "y3"], ["p", "q", "alone"]
    assert best_connected(graph, 99) == [*joints, *leaves, *rest]
    assert best_connected(graph, 7) == [*joints, "x1", "y1"]
    assert best_connected(graph, 7, {"x1": 2, "x2": 1, "y1": 1}) == [*joints, "x2", "y2"]
    assert best_connected(graph, 0) == best_connected({}, 5) == []


@given(GRAPHS, st.integers(0, 20))
def test_what_is_chosen_hangs_together_as_far_as_it_can(graph: dict[str, set[str]], limit: int) -> None:
    chosen = best_connected(graph, limit)
    assert len(chosen) == len(set(chosen)) == min(limit, len(graph))
    assert chosen == best_connected(dict(reversed(graph.items())), 99)[:limit]
    whole = networkx.Graph(graph)
    drawn = whole.subgraph(chosen)
    for part in networkx.connected_components(whole):
        assert not part & set(chosen) or networkx.is_connected(drawn.subgraph(part & set(chosen)))


@given(GRAPHS)
@settings(max_examples=8, deadline=None)
def test_every_node_has_a_place_of_its_own(graph: dict[str, set[str]]) -> None:
    places = positions(graph)
    assert places.keys() == graph.keys()
    assert len(set(places.values())) == len(graph)
    assert places == positions(dict(reversed(graph.items())))
