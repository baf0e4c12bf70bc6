"""A graph too large for one page, made by rule: papers of six fields."""

from random import Random

from small_graph import BY, sentences_of

from kg.model import Alias, Entity, Extraction, Fact, Paper
from kg.record import Record
from kg.vocabulary import Kind, paper_predicate, roles_of


def put_crowd(record: Record) -> None:
    """Fill a record with 180 papers and what they speak of: a few things that all name, many that one does."""
    fields = ("graph", "speech", "vision", "text", "search", "action")
    sizes = {Kind.METHOD: 15, Kind.DATASET: 10, Kind.TASK: 6, Kind.METRIC: 2}
    chance = Random(7)
    entities: dict[str, Entity] = {}
    facts: dict[str, Fact] = {}
    for n in range(180):
        said = []
        for kind, size in sizes.items():
            for _ in range(chance.choice((0, 1) if kind is Kind.METRIC else (1, 1, 2, 3))):
                rank = min(int(chance.paretovariate(0.9)), size)
                name = f"{fields[n % 6 if chance.random() > 0.2 else 0]}{kind.value}-{rank}"
                entity = Entity(f"{kind.key}/{name.lower()}", kind, name, (Alias(name.upper(), 1, "case"),))
                said.append((entities.setdefault(entity.id, entity), chance.choice(roles_of(kind) or (None,))))
        abstract = " ".join(f"We speak of {entity.name} in passage {n}." for entity, _ in said)
        paper = Paper(f"paper/src:{n:03}", f"On {fields[n % 6]} and what became of it, part {n}", abstract, "2024")
        spans = sentences_of(paper)
        record.put(paper, Extraction(paper.id, BY, spans))
        for (entity, role), span in zip(said, spans[1:], strict=True):
            predicate = paper_predicate(entity.kind, role).name
            fact = Fact(paper.id, predicate, entity.id, paper.id, span, chance.randint(50, 99) / 100, BY)
            facts[fact.id] = fact
    record.resolve_to(entities.values(), facts.values(), [])
