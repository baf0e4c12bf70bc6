"""The property graph as a networkx graph, for algorithms and GraphML."""

from typing import TYPE_CHECKING, Any

from kg.property_graph import edges, nodes
from kg.record import Record

if TYPE_CHECKING:
    import networkx as nx


def from_record(record: Record) -> "nx.MultiDiGraph[str]":
    """Return the graph: nodes by id, edges by the id of their fact and with their ``type``, both with what is known."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes(record):
        graph.add_node(node.id, **_known(node.properties))
    for edge in edges(record):
        graph.add_edge(edge.start, edge.end, key=edge.id, type=edge.type, **_known(edge.properties))
    return graph


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
