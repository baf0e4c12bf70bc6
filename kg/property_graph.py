"""The record as a property graph: nodes with one label, edges with their evidence.

Every property that a node or an edge can have is there, None where unknown, in the order of the tables below; a
store leaves the unknown ones out.
"""

from collections.abc import Iterator, Mapping
from heapq import merge
from types import MappingProxyType
from typing import NamedTuple

from kg.model import Entity, Fact, Paper, Value
from kg.record import Record
from kg.vocabulary import Kind

_NODE: dict[str, type] = {"id": str, "kind": str, "name": str, "aliases": list}

NODE_PROPERTIES: Mapping[Kind, Mapping[str, type]] = MappingProxyType(
    dict.fromkeys(Kind, _NODE) | {Kind.PAPER: _NODE | {"title": str, "date": str, "year": int, "url": str}}
)
"""The properties of the nodes of a kind, and their types."""

EDGE_PROPERTIES: Mapping[str, type] = MappingProxyType(
    {
        **{"id": str, "paper": str, "source": str, "quote": str, "quote_start": int, "quote_end": int},
        **{"confidence": float, "by": str},
        **{"metric": str, "dataset": str, "value": str, "unit": str, "change": bool},
    }
)
"""The properties of an edge, and their types. ``metric`` and ``dataset`` are ids of entities."""


class Node(NamedTuple):
    """A paper or an entity; its kind is its one label."""

    id: str
    kind: Kind
    properties: dict[str, Value]


class Edge(NamedTuple):
    """A fact; ``type`` is its predicate, ``start`` and ``end`` are ids of nodes. Edges may be parallel."""

    id: str
    type: str
    start: str
    end: str
    properties: dict[str, Value]


def nodes(record: Record) -> Iterator[Node]:
    """Yield every paper and entity, ordered by id."""
    return merge(map(_paper, record.papers()), map(_entity, record.entities()), key=lambda node: node.id)


def edges(record: Record) -> Iterator[Edge]:
    """Yield every fact, ordered by id."""
    for fact, quote in record.quoted_facts():
        yield _edge(fact, quote)


def _paper(paper: Paper) -> Node:
    own: tuple[Value, ...] = (
        *(paper.id, Kind.PAPER.value, paper.title, []),
        *(paper.title, paper.date, paper.year, paper.url),
    )
    return Node(paper.id, Kind.PAPER, dict(zip(NODE_PROPERTIES[Kind.PAPER], own, strict=True)))


def _entity(entity: Entity) -> Node:
    own = (entity.id, entity.kind.value, entity.name, list(entity.forms[1:]))
    return Node(entity.id, entity.kind, dict(zip(NODE_PROPERTIES[entity.kind], own, strict=True)))


def _edge(fact: Fact, quote: str | None) -> Edge:
    start, end = fact.sentence or (None, None)
    q = fact.qualifiers
    own = (
        *(fact.id, fact.paper, fact.source, quote, start, end, fact.confidence, fact.by),
        *(q.metric, q.dataset, q.value, q.unit, q.change),
    )
    return Edge(fact.id, fact.predicate, fact.subject, fact.object, dict(zip(EDGE_PROPERTIES, own, strict=True)))
