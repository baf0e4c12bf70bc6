"""From what each paper says to one graph: which mentions over all papers are one thing, and the facts about it.

``resolve`` is a pure function of the papers, their extractions and the tables of ``kg.names``; the order in which
they come does not matter. ``readings`` prepares, ``clusters`` decides, ``entities`` and ``facts`` write down.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Entity, Extraction, Fact, Paper, digest
from kg.names import data_version
from kg.resolve.clusters import Clusters, suites_above
from kg.resolve.entities import entity_of, look_up_keys
from kg.resolve.facts import facts_of_paper, facts_of_suites
from kg.resolve.readings import Node, Reading, readings_of

__all__ = ["Resolution", "resolve", "version"]

_RULES = 1
"""Raised by hand whenever a rule changes what is resolved."""


def version() -> str:
    """Return the resolver's version: what another one has resolved is resolved again by the next build."""
    return digest(str(_RULES), data_version())[:8]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What all papers together say: entities and facts ordered by id, and (look-up key, entity id) pairs."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    keys: tuple[tuple[str, str], ...]


def resolve(papers: Iterable[Paper], extractions: Iterable[Extraction]) -> Resolution:
    """Return the entities, facts and look-up keys of these papers; an extraction without its paper is passed over."""
    by_id = {paper.id: paper for paper in papers}
    read = sorted((e for e in extractions if e.paper in by_id), key=lambda e: _age(by_id[e.paper]))
    readings = {e.paper: readings_of(by_id[e.paper], e) for e in read}  # the earliest paper first
    clusters = Clusters(reading for of_paper in readings.values() for reading in of_paper)

    members: dict[Node, list[Reading]] = defaultdict(list)
    for of_paper in readings.values():
        for reading in of_paper:
            members[clusters.of(reading.home)].append(reading)
    parts = suites_above(clusters, members)
    entities = {node: entity_of(node, of_node) for node, of_node in members.items()}
    for part in parts:
        entities.setdefault(part.suite, entity_of(part.suite, (), part.suite_name))
    ids = {node: entity.id for node, entity in entities.items()}

    facts = list(facts_of_suites(parts, ids))
    for extraction in read:
        own = {(r.entity.kind, r.entity.name): ids[clusters.of(r.home)] for r in readings[extraction.paper]}
        facts += facts_of_paper(extraction, own)
    return Resolution(
        entities=tuple(sorted(entities.values(), key=lambda entity: entity.id)),
        facts=tuple(sorted(facts, key=lambda fact: fact.id)),
        keys=tuple(sorted({pair for entity in entities.values() for pair in look_up_keys(entity)})),
    )


def _age(paper: Paper) -> tuple[bool, str, str]:
    """Earlier papers first, so that newer ones rename nothing; those without a date last."""
    return (paper.date is None, paper.date or "", paper.id)
