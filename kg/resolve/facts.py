"""What is stated: the facts that follow from a paper's entities and relations, and what stands above them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from kg.model import NO_QUALIFIERS, Extraction, Fact, PaperEntity, Qualifiers, Relation
from kg.names import key
from kg.resolve.hierarchy import Above
from kg.resolve.nodes import Node
from kg.vocabulary import ROLE_ORDER, Kind, Role, paper_predicate

Ids = Mapping[tuple[Kind, str], Sequence[str]]
"""The ids of one paper's entities, by kind and name; several where one form names several things."""


def facts_above(above: Iterable[Above], ids: Mapping[Node, str]) -> Iterator[Fact]:
    """Yield the facts that no paper states: what is part of a suite, what is a case of a wider task."""
    for each in above:
        yield Fact(ids[each.below], each.predicate, ids[each.above], each.source, None, 1.0, each.by)


def facts_of_paper(extraction: Extraction, ids: Ids) -> list[Fact]:
    """Return what one paper states, one fact a key: where it says a thing twice, the surer, then the earlier."""
    stated = [*_from_roles(extraction, ids), *_from_relations(extraction, ids)]
    if len({fact.id for fact in stated}) == len(stated):
        return stated
    facts: dict[str, Fact] = {}
    for fact in sorted(stated, key=_surest):
        facts.setdefault(fact.id, fact)
    return list(facts.values())


def _surest(fact: Fact) -> tuple[object, ...]:
    return (-fact.confidence, fact.sentence, fact.by)


def _from_roles(extraction: Extraction, ids: Ids) -> Iterator[Fact]:
    """One fact an entity; where two of the paper's entities turned out to be one thing, by the first of its roles."""

    def first_role(entity: PaperEntity) -> tuple[object, ...]:
        return (ROLE_ORDER.index(entity.role or Role.USED), -entity.score, entity.sentence, entity.name)

    called = [(identifier, e) for e in extraction.entities for identifier in ids[e.kind, e.name]]
    entities = dict(called)
    if len(entities) < len(called):
        entities = dict(sorted(called, key=lambda pair: first_role(pair[1]), reverse=True))
    for identifier, entity in entities.items():
        predicate = paper_predicate(entity.kind, entity.role).name
        yield _stated(extraction.paper, predicate, identifier, extraction.paper, entity)


def _from_relations(extraction: Extraction, ids: Ids) -> Iterator[Fact]:
    """One fact a relation, unless its two ends turned out to be one thing."""

    def identified(kind: Kind, name: str | None) -> str | None:
        own = None if name is None else ids.get((kind, name)) or _otherwise_spelled(ids, kind, name)
        return own[0] if own else None

    for relation in extraction.relations:
        said = relation.qualifiers
        qualifiers = Qualifiers(
            metric=identified(Kind.METRIC, said.metric),
            dataset=identified(Kind.DATASET, said.dataset),
            value=said.value,
            unit=said.unit,
            change=said.change,
        )
        subjects, objects = (ids[end.kind, end.name] for end in (relation.subject, relation.object))
        for subject, object_ in product(subjects, objects):
            if subject != object_:
                yield _stated(subject, relation.predicate, object_, extraction.paper, relation, qualifiers)


def _otherwise_spelled(ids: Ids, kind: Kind, name: str) -> Sequence[str] | None:
    names = [own for of_kind, own in ids if of_kind is kind and key(own) == key(name)]
    return ids[kind, max(names)] if names else None


def _stated(
    subject: str,
    predicate: str,
    object_: str,
    paper: str,
    by: PaperEntity | Relation,
    qualifiers: Qualifiers = NO_QUALIFIERS,
) -> Fact:
    return Fact(subject, predicate, object_, paper, by.sentence, round(by.score, 4), by.by, qualifiers)
