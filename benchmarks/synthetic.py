"""A large graph made by rule: papers, and what they speak of, with the unevenness of real citations."""

from collections.abc import Iterator
from random import Random

from kg.model import Alias, Entity, Extraction, Fact, Paper, Span
from kg.names import key
from kg.record import Record
from kg.vocabulary import Kind, paper_predicate, roles_of

BY = "synthetic 1"
MEMBERS = 5
"""Every sixth dataset is a suite of the five before it."""

_A_PAPER = {Kind.METHOD: 4, Kind.DATASET: 3, Kind.TASK: 2, Kind.METRIC: 1}
"""Things of a kind that a paper speaks of: ten edges a paper."""

_SHARE = {Kind.METHOD: 0.2, Kind.DATASET: 0.03, Kind.TASK: 0.01, Kind.METRIC: 0.002}
"""Things of a kind for each paper."""


def put_papers(record: Record, count: int) -> list[str]:
    """Fill a record with this many papers; return the ids of the suites."""
    sizes = {kind: max(12, int(count * share)) for kind, share in _SHARE.items()}
    ids = {kind: [_id(kind, n) for n in range(size)] for kind, size in sizes.items()}
    chance = Random(1)
    # The few are named by many: of n things, the k-th with a chance of about 1/k.
    drawn = {
        kind: chance.choices(range(size), [1 / (rank + 5) for rank in range(size)], k=count * _A_PAPER[kind])
        for kind, size in sizes.items()
    }
    facts: list[Fact] = []
    for n in range(count):
        paper = Paper(
            f"paper/src:{n:07}",
            f"On matter {n} and what became of it",
            "We look at it in one sentence. And in another, a little longer, we say what we have found in the end.",
            f"{2015 + n % 10}-{1 + n % 12:02}",
        )
        start = paper.text.index("We look")
        sentence = Span(start, paper.text.index(".", start) + 1)
        record.put(paper, Extraction(paper.id, BY, (sentence,)))
        for kind, each in _A_PAPER.items():
            for thing in drawn[kind][n * each : (n + 1) * each]:
                predicate = paper_predicate(kind, chance.choice(roles_of(kind) or (None,))).name
                facts.append(Fact(paper.id, predicate, ids[kind][thing], paper.id, sentence, 0.9, BY))
    suites = ids[Kind.DATASET][MEMBERS :: MEMBERS + 1]
    by_id = {fact.id: fact for fact in facts} | {fact.id: fact for fact in _memberships(ids[Kind.DATASET])}
    record.resolve_to(
        [Entity(i, kind, _name(i), (Alias(_name(i), 1, "same spelling"),)) for kind, own in ids.items() for i in own],
        by_id.values(),
        [(key(_name(i)), i) for own in ids.values() for i in own],
    )
    return suites


def _memberships(datasets: list[str]) -> Iterator[Fact]:
    for n, suite in enumerate(datasets):
        if n % (MEMBERS + 1) == MEMBERS:
            for member in datasets[n - MEMBERS : n]:
                yield Fact(member, "PART_OF", suite, f"table:synthetic#{member}", None, 1.0, "table:synthetic")


def _id(kind: Kind, n: int) -> str:
    return f"{kind.key}/{kind.key}x{n}"


def _name(identifier: str) -> str:
    return identifier.partition("/")[2].capitalize()
