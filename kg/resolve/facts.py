"""What is stated: the facts that follow from a paper's entities and relations, and from the suite table."""

from collections.abc import Iterable, Iterator, Mapping

from kg.model import NO_QUALIFIERS, Extraction, Fact, PaperEntity, Qualifiers, Relation
from kg.names import key, slug
from kg.resolve.clusters import Part
from kg.resolve.readings import Node
from kg.vocabulary import ROLE_ORDER, Kind, Role, paper_predicate

SUITES = "table:suites"

Ids = Mapping[tuple[Kind, str], str]
"""The entity ids of one paper's entities, by kind and name."""


def facts_of_suites(parts: Iterable[Part], ids: Mapping[Node, str]) -> Iterator[Fact]:
    """Yield a PART_OF fact for each row of the suite table that concerns the graph."""
    for part in parts:
        source = f"{SUITES}#{slug(part.member_name)}"
        yield Fact(ids[part.member], "PART_OF", ids[part.suite], source, None, 1.0, SUITES)


def facts_of_paper(extraction: Extraction, ids: Ids) -> list[Fact]:
    """Return what one paper states, one fact a key: where it says a thing twice, the surer, then the earlier."""
    facts: dict[str, Fact] = {}
    for fact in sorted([*_from_roles(extraction, ids), *_from_relations(extraction, ids)], key=_surest):
        facts.setdefault(fact.id, fact)
    return list(facts.values())


def _surest(fact: Fact) -> tuple[object, ...]:
    return (-fact.confidence, fact.sentence, fact.by)


def _from_roles(extraction: Extraction, ids: Ids) -> Iterator[Fact]:
    """One fact an entity; where two of the paper's entities turned out to be one thing, by the first of its roles."""

    def first_role(entity: PaperEntity) -> tuple[object, ...]:
        return (ROLE_ORDER.index(entity.role or Role.USED), -entity.score, entity.sentence, entity.name)

    entities: dict[str, PaperEntity] = {}
    for entity in sorted(extraction.entities, key=first_role):
        entities.setdefault(ids[entity.kind, entity.name], entity)
    for identifier, entity in entities.items():
        predicate = paper_predicate(entity.kind, entity.role).name
        yield _stated(extraction.paper, predicate, identifier, extraction.paper, entity)


def _from_relations(extraction: Extraction, ids: Ids) -> Iterator[Fact]:
    """One fact a relation, unless its two ends turned out to be one thing."""
    by_key = {(kind, key(name)): identifier for (kind, name), identifier in sorted(ids.items())}

    def identified(kind: Kind, name: str | None) -> str | None:
        return None if name is None else ids.get((kind, name)) or by_key.get((kind, key(name)))

    for relation in extraction.relations:
        subject, object_ = (ids[end.kind, end.name] for end in (relation.subject, relation.object))
        if subject != object_:
            said = relation.qualifiers
            qualifiers = Qualifiers(
                metric=identified(Kind.METRIC, said.metric),
                dataset=identified(Kind.DATASET, said.dataset),
                value=said.value,
                unit=said.unit,
                change=said.change,
            )
            yield _stated(subject, relation.predicate, object_, extraction.paper, relation, qualifiers)


def _stated(
    subject: str,
    predicate: str,
    object_: str,
    paper: str,
    by: PaperEntity | Relation,
    qualifiers: Qualifiers = NO_QUALIFIERS,
) -> Fact:
    return Fact(subject, predicate, object_, paper, by.sentence, round(by.score, 4), by.by, qualifiers)
