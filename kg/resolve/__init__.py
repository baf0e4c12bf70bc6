"""From what each paper says to one graph: which mentions over all papers are one thing, and the facts about it.

``resolve`` is a pure function of the papers, their extractions, the user's decisions and the tables of ``kg.names``;
the order in which papers come does not matter. ``readings`` prepares, ``nodes`` and ``clusters`` decide, ``hierarchy``
adds what stands above, ``entities`` and ``facts`` write down.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter

from kg.model import Decision, Entity, Extraction, Fact, Paper
from kg.names import data_version
from kg.resolve.clusters import Clusters
from kg.resolve.entities import distinct, entity_of, look_up_keys
from kg.resolve.facts import facts_above, facts_of_paper
from kg.resolve.hierarchy import suites_above, tasks_above
from kg.resolve.nodes import Node
from kg.resolve.readings import Reading, readings_of
from kg.vocabulary import Kind

__all__ = ["Resolution", "resolve", "version"]

_RULES = 3
"""Raised by hand whenever a rule changes what is resolved."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What all papers together say: entities and facts ordered by id, and (look-up key, entity id) pairs."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    keys: tuple[tuple[str, str], ...]


def version() -> str:
    """Return the resolver's version: a graph that another one resolved is resolved again."""
    return f"{_RULES}-{data_version()}"


def resolve(
    papers: Iterable[Paper], extractions: Iterable[Extraction], decisions: Sequence[Decision] = ()
) -> Resolution:
    """Return the entities, facts and look-up keys of these papers; an extraction without its paper is passed over.

    The decisions come in the order in which they were made; the latest about a pair of forms stands.
    """
    with _no_cycles():
        return _resolve({paper.id: paper for paper in papers}, extractions, decisions)


def _resolve(
    by_id: Mapping[str, Paper], extractions: Iterable[Extraction], decisions: Sequence[Decision]
) -> Resolution:
    read = sorted((e for e in extractions if e.paper in by_id), key=lambda e: _age(by_id[e.paper]))
    readings = [readings_of(by_id[e.paper], e) for e in read]  # the earliest paper first
    clusters = Clusters([reading for of_paper in readings for reading in of_paper], decisions)
    if decisions:
        readings = [[part for reading in of_paper for part in _parted(reading, clusters)] for of_paper in readings]

    homes = [[clusters.of(clusters.home(reading)) for reading in of_paper] for of_paper in readings]
    members: dict[Node, list[Reading]] = defaultdict(list)
    for of_paper, of_homes in zip(readings, homes, strict=True):
        for reading, home in zip(of_paper, of_homes, strict=True):
            members[home].append(reading)
    made = {node: entity_of(node, of_node, clusters) for node, of_node in members.items()}
    tasks = {node: entity.name for node, entity in made.items() if node.kind is Kind.TASK}
    above = [*suites_above(clusters, members), *tasks_above(clusters, tasks)]
    for each in above:
        if each.above not in made:
            made[each.above] = entity_of(each.above, (), clusters, each.above_name)
    entities = distinct(made, members)
    ids = {node: entity.id for node, entity in entities.items()}

    facts = list(facts_above(above, ids))
    for extraction, of_paper, of_homes in zip(read, readings, homes, strict=True):
        own: dict[tuple[Kind, str], list[str]] = {}
        for reading, home in zip(of_paper, of_homes, strict=True):
            own.setdefault((reading.kind, reading.entity.name), []).append(ids[home])
        facts += facts_of_paper(extraction, own)
    return Resolution(
        entities=tuple(sorted(entities.values(), key=attrgetter("id"))),
        facts=tuple(sorted(facts, key=attrgetter("id"))),
        keys=tuple(sorted({pair for entity in entities.values() for pair in look_up_keys(entity)})),
    )


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Keep the garbage collector from walking, again and again, millions of small records that hold no cycles."""
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        if not frozen:  # they are old now: not to be walked with what is made next
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


def _parted(reading: Reading, clusters: Clusters) -> Iterator[Reading]:
    """Yield a reading without the forms that the user has parted from it, and one for each of these."""
    home = clusters.of(clusters.home(reading))
    apart: dict[Node, list[str]] = defaultdict(list)
    for form in reading.forms:
        cluster = clusters.of(clusters.nodes.of(reading.kind, form, reading.paper))
        if clusters.are_apart(home, cluster):
            apart[cluster].append(form)
    gone = {form for forms in apart.values() for form in forms}
    rest, shorts = ([form for form in forms if form not in gone] for forms in (reading.forms, reading.shorts))
    yield reading._replace(forms=tuple(rest), shorts=tuple(shorts)) if gone else reading
    for forms in apart.values():
        yield reading._replace(forms=tuple(forms), name=forms[0], shorts=())


def _age(paper: Paper) -> tuple[bool, str, str]:
    """Earlier papers first, so that newer ones rename nothing; those without a date last."""
    return (paper.date is None, paper.date or "", paper.id)
