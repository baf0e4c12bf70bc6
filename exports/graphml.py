"""The property graph as GraphML, by networkx: flat attributes, as Gephi and Cytoscape read them."""

from typing import Any, BinaryIO

from exports.xml import permitted
from kg.record import Record
from kg.stores.nx import from_record


def write_graphml(record: Record, stream: BinaryIO) -> None:
    """Write GraphML: lists joined by ``|``, what is unknown left out, so too a character that XML cannot hold."""
    import networkx

    graph = from_record(record)
    for attributes in (*(of for _, of in graph.nodes(data=True)), *(of for *_, of in graph.edges(data=True))):
        attributes.update({name: _flat(value) for name, value in attributes.items()})
    networkx.write_graphml_xml(graph, stream, named_key_ids=True)


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return permitted("|".join(map(str, value)))
    return permitted(value) if isinstance(value, str) else value
