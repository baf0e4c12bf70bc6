"""The graph as RDF: N-Triples line by line, the other syntaxes by rdflib's writers.

All hold one default graph. The same record gives the same bytes, and what rdflib or any other reader makes of them
is the very triples of ``kg.triples``.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from exports.xml import permitted
from kg import triples
from kg.record import Record
from kg.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    import rdflib


def write_ntriples(record: Record, stream: BinaryIO) -> None:
    """Write N-Triples, which are N-Quads of the default graph too, thing by thing: memory stays flat."""
    for triple in triples.triples(record):
        stream.write(triples.ntriples(triple).encode())


def write_turtle(record: Record, stream: BinaryIO) -> None:
    """Write Turtle with the vocabulary's prefixes."""
    from rdflib.plugins.serializers.turtle import TurtleSerializer
    from rdflib.term import Literal, Node

    class Exact(TurtleSerializer):
        """Numbers with a point as they are: rdflib would round them to seven digits."""

        def label(self, node: Node, position: int) -> str:
            if isinstance(node, Literal) and str(node.datatype) == expand("xsd:double"):
                return f'"{node}"^^xsd:double'
            return super().label(node, position)

    Exact(graph_of(record)).serialize(stream)


def write_jsonld(record: Record, stream: BinaryIO) -> None:
    """Write compact JSON-LD: an object a thing in ``@graph``, by id; prefixes and number types in ``@context``."""
    # A JSON number without a fraction would come back as an integer: a double is a string of a declared type.
    graph = graph_of(record)
    doubles = {graph.qname(str(p)) for _, p, o in graph if str(getattr(o, "datatype", None)) == expand("xsd:double")}
    context = {**PREFIXES, **{name: {"@id": name, "@type": "xsd:double"} for name in sorted(doubles)}}
    document = json.loads(graph.serialize(format="json-ld", context=context))
    things = document.get("@graph", [])
    things.sort(key=lambda thing: thing["@id"])
    stream.write(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n")


def write_xml(record: Record, stream: BinaryIO) -> None:
    """Write RDF/XML; a character that XML cannot hold is left out."""
    graph_of(record, permitted).serialize(stream, format="xml", encoding="utf-8")


def graph_of(record: Record, clean: Callable[[str], str] = str) -> "rdflib.Graph":
    """Return the record's triples as an rdflib graph, prefixes bound, the text of literals passed through ``clean``."""
    import rdflib

    graph = rdflib.Graph("SimpleMemory", bind_namespaces="none")  # this store keeps the order, the default one does not
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)

    def term(ours: triples.Iri | triples.Literal) -> rdflib.term.IdentifiedNode | rdflib.Literal:
        if isinstance(ours, triples.Iri):
            return rdflib.URIRef(ours.value)
        datatype = rdflib.URIRef(ours.datatype) if ours.datatype else None
        return rdflib.Literal(clean(ours.value), datatype=datatype, normalize=False)

    for subject, predicate, object_ in triples.triples(record):
        graph.add((rdflib.URIRef(subject.value), rdflib.URIRef(predicate.value), term(object_)))
    return graph
