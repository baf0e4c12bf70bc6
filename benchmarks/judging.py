"""What a reader judges: merged clusters and similar names left apart, drawn at random from a graph.

    python benchmarks/judging.py GRAPH [COUNT]      GRAPH: a folder that ``kg build`` made; COUNT: 200 of each

Prints COUNT entities that papers spell in two or more normal forms, all their forms with them; then COUNT pairs of
entities with a name that is nearly alike (``kg.names.near``), unless a number or a name list tells them apart; then
COUNT facts of what sentences state of datasets (``extractors.memberships``). The draw is seeded, so the same graph
gives the same sample; the reader adds the judgement. What was found: ``resolving.md``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from kg.deciding import left_apart
from kg.model import Entity
from kg.names import normal_form
from kg.pipeline import generations
from kg.record import Record
from kg.vocabulary import Kind


def main() -> None:
    """Print both samples."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with Record(folder / generations.RECORD) as record:
        entities = [entity for entity in record.entities() if entity.kind is not Kind.REPOSITORY]
        stated = [(fact, quote) for fact, quote in record.quoted_facts() if fact.by.startswith("memberships ")]
    merged = [entity for entity in entities if len(set(map(normal_form, _used(entity)))) > 1]
    apart = sorted((doubt.certainty, doubt.ids, doubt.form) for doubt in left_apart(entities))
    found = f"{len(merged):,} merged clusters, {len(apart):,} near pairs, {len(stated):,} stated memberships"
    print(f"{found}; {count} of each:\n")
    chance = Random(8)
    for n, entity in enumerate(chance.sample(merged, min(count, len(merged))), 1):
        print(f"{n:>4} {entity.kind.key:<8}{' | '.join(_used(entity))}")
    print()
    for n, (certainty, _, names) in enumerate(chance.sample(apart, min(count, len(apart))), 1):
        print(f"{n:>4} {certainty:.2f} {names}")
    print()
    for n, (fact, quote) in enumerate(chance.sample(stated, min(count, len(stated))), 1):
        print(f"{n:>4} {fact.subject} {fact.predicate} {fact.object}: {quote}")


def _used(entity: Entity) -> Iterator[str]:
    """Yield the forms that papers use, those in most papers first."""
    return (alias.form for alias in entity.aliases if alias.papers)


if __name__ == "__main__":
    main()
