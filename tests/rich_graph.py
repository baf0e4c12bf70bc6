"""A graph made by rule with everything queries ask about: all predicates, qualifiers, cycles, suites, odd names."""

from itertools import pairwise
from random import Random

from small_graph import BY, sentences_of

from kg.model import Entity, Extraction, Fact, Paper, Qualifiers
from kg.names import key, slug
from kg.record import Record
from kg.vocabulary import PREDICATES, Kind

NAMES = {
    Kind.METHOD: ("node2vec", "GraphSAGE", "GAT", "GCN", "Walkabout", "LoRA", "CLIP", 'Quo"te', "Back\\slash", "β-VAE"),
    Kind.DATASET: ("OGB", "ogbl", "ogbl-ddi", "ogbl-collab", "ImageNet", "CIFAR-10", "GLUE", "MNLI", "Σύνολο"),
    Kind.TASK: ("link prediction", "prediction", "learning", "node classification", "text-to-3D", "3D generation"),
    Kind.METRIC: ("accuracy", "Hits@20", "F1"),
    Kind.REPOSITORY: ("https://github.com/example-lab/one", "https://github.com/example-lab/two%20three"),
}
SUITES = (("ogbl", "OGB"), ("ogbl-ddi", "ogbl"), ("ogbl-collab", "ogbl"), ("MNLI", "GLUE"), ("GLUE", "MNLI"))  # a cycle
SUBTASKS = (("link prediction", "prediction"), ("prediction", "learning"), ("text-to-3D", "3D generation"))
DATES = (None, "2023", "2023-11", "2024-01-03", "2024-01-03", "2024-02", "2024-02-29", "2025-06-01")
VALUES = (None, "81.3", "9.5", "81.30", "1,024", "-2", "3e2", "high")


def entity(kind: Kind, name: str) -> Entity:
    return Entity(f"{kind.key}/{slug(name)}", kind, name)


def put_rich(record: Record, seed: int = 1, papers: int = 50) -> None:
    """Fill a record: each paper with some facts of its own and some between its entities."""
    chance = Random(seed)
    entities = {kind: [entity(kind, name) for name in names] for kind, names in NAMES.items()}
    facts = {}
    for n in range(papers):
        title = f"On {chance.choice(NAMES[Kind.METHOD])}, part {n // 2}"  # some titles are not the only ones
        urls = ("https://example.org/ä?b=c&d#e",) if n % 3 else ()
        abstract = f"We say {n}. They say so too."
        paper = Paper(f"paper/src:{n} é", title, abstract, date=chance.choice(DATES), urls=urls)
        spans = sentences_of(paper)
        record.put(paper, Extraction(paper.id, BY, spans))
        own = {kind: chance.sample(of_kind, chance.randint(0, 2)) for kind, of_kind in entities.items()}
        for p in PREDICATES.values():
            starts = [paper.id] if p.subject is Kind.PAPER else [e.id for e in own[p.subject]]
            for start in starts:
                for end in own[p.object]:
                    if chance.random() < 0.4 or p.name in ("PART_OF", "SUBTASK_OF"):
                        continue
                    said = _qualifiers(chance, own) if p.name in ("OUTPERFORMS", "EVALUATED_ON") else Qualifiers()
                    score = chance.randint(50, 99) / 100
                    fact = Fact(start, p.name, end.id, paper.id, chance.choice(spans), score, BY, said)
                    facts[fact.id] = fact
    tables = (("PART_OF", Kind.DATASET, SUITES), ("SUBTASK_OF", Kind.TASK, SUBTASKS))
    chain = [entity(Kind.DATASET, f"deep {n}") for n in range(9)]  # deeper than any bound
    extended = entities[Kind.METHOD][:3]
    for name, kind, pairs in tables:
        for one, other in pairs:
            fact = Fact(entity(kind, one).id, name, entity(kind, other).id, f"table:{name}#{one}", None, 1.0, "table")
            facts[fact.id] = fact
    for one, other in (*pairwise(chain), *pairwise([*extended, extended[0]])):
        name = "PART_OF" if one.kind is Kind.DATASET else "EXTENDS"
        fact = Fact(one.id, name, other.id, f"table:chain#{one.name}", None, 1.0, "table")
        facts[fact.id] = fact
    everything = [*(e for of_kind in entities.values() for e in of_kind), *chain]
    used = {end for fact in facts.values() for end in (fact.subject, fact.object)}
    user = Fact("paper/src:0 é", "USES_DATASET", chain[0].id, "paper/src:0 é", sentences_of(paper)[0], 0.5, BY)
    facts.setdefault(user.id, user)
    keys = {(key(e.name), e.id) for e in everything}
    record.resolve_to([e for e in everything if e.id in used], facts.values(), sorted(k for k in keys if k[1] in used))


def _qualifiers(chance: Random, own: dict[Kind, list[Entity]]) -> Qualifiers:
    def one_of(kind: Kind) -> str | None:
        return own[kind][0].id if own[kind] and chance.random() < 0.7 else None

    return Qualifiers(
        metric=one_of(Kind.METRIC),
        dataset=one_of(Kind.DATASET),
        value=chance.choice(VALUES),
        unit=chance.choice((None, "%")),
        change=chance.choice((None, True, False)),
    )
