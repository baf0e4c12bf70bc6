"""How long the resolver takes, and how much memory, from 100,000 mentions to 2 million.

    python benchmarks/resolving.py EXTRACTED [MENTIONS...]      EXTRACTED: what ``kg extract`` printed

The papers are made of the entities of real extractions: each new paper draws the entities of a real one, and a
share of its names is varied in version or size ("NAME-v3", "NAME 128"), so that distinct forms grow with the mentions.
Among them are two papers for each labelled pair of ``pairs.py``, each of which names one of the two and nothing else;
the last two columns say how well those are told to be one thing or two, with all else that is in the graph.

Every size runs in a process of its own; seconds are those of ``resolve`` alone, by the clock and of
the processor (those for a mention are of the processor's), memory the process's peak, the papers included.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pairs import Pair, labelled, precision_and_recall

from kg.model import Extraction, Paper, PaperEntity, Span
from kg.resolve import resolve
from kg.vocabulary import Kind, Role

SIZES = (100_000, 200_000, 500_000, 1_000_000, 2_000_000)
VARIED = 0.3
"""The share of entities whose name is varied."""


def main() -> None:
    """Run each size in a process of its own and print the table."""
    source, *sizes = sys.argv[1:]
    columns = (("mentions", 10), ("forms", 9), ("papers", 9), ("entities", 10), ("facts", 10))
    measured = (("seconds", 9), ("CPU s", 8), ("us/mention", 12), ("MB", 7), ("precision", 11), ("recall", 8))
    print("".join(f"{name:>{width}}" for name, width in (*columns, *measured)), flush=True)
    for size in map(int, sizes or map(str, SIZES)):
        subprocess.run([sys.executable, __file__, "--one", source, str(size)], check=True)


def one(source: Path, size: int) -> None:
    """Make papers with so many mentions, resolve them, and print a row."""
    pairs = labelled()
    papers, extractions = map(list, zip(*_of_pairs(pairs), strict=True))
    forms: set[str] = set()
    mentions = 0
    for paper, extraction in _made(source):
        papers.append(paper)
        extractions.append(extraction)
        mentions += sum(len(entity.mentions) for entity in extraction.entities)
        forms.update(mention.of(paper.text) for entity in extraction.entities for mention in entity.mentions)
        if mentions >= size:
            break
    distinct = len(forms)
    del forms
    cpu = time.process_time()
    start = time.perf_counter()
    resolution = resolve(papers, extractions)
    seconds = time.perf_counter() - start
    cpu = time.process_time() - cpu
    ids: dict[str, set[str]] = {}
    for fact in resolution.facts:
        ids.setdefault(fact.source, set()).add(fact.object)
    told = [(pair, bool(ids[_name(n, "one")] & ids[_name(n, "other")])) for n, pair in enumerate(pairs)]
    precision, recall = precision_and_recall(told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{mentions:>10,}{distinct:>9,}{len(papers):>9,}{len(resolution.entities):>10,}{len(resolution.facts):>10,}"
        f"{seconds:>9.1f}{cpu:>8.1f}{1e6 * cpu / mentions:>12.1f}{peak:>7,}{precision:>11.3f}{recall:>8.3f}",
        flush=True,
    )


def _made(source: Path) -> Iterator[tuple[Paper, Extraction]]:
    """Yield made-up papers without end: texts are the forms themselves, a sentence each."""
    chance = random.Random(5)
    rows = [json.loads(line)["entities"] for line in source.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row]
    number = 0
    while True:
        yield _paper(number, chance.choice(rows), chance)
        number += 1


def _of_pairs(pairs: list[Pair]) -> Iterator[tuple[Paper, Extraction]]:
    """Yield two papers for each pair, with one of its names each."""
    for n, pair in enumerate(pairs):
        for which in ("one", "other"):
            paper = Paper(_name(n, which), f"Pair {n}", getattr(pair, which), "2020-01-01")
            span = Span(len(paper.text) - len(paper.abstract), len(paper.text))
            entity = PaperEntity(pair.kind, paper.abstract, None, 0.9, "made", (span,), span)
            yield paper, Extraction(paper.id, "made", (), (entity,))


def _name(n: int, which: str) -> str:
    return f"paper/src:pair-{n}-{which}"


def _paper(number: int, row: list[dict[str, Any]], chance: random.Random) -> tuple[Paper, Extraction]:
    title, text, entities = f"Paper {number}", "", []
    for each in row:
        kind = Kind.parse(each["kind"])
        tail = chance.choice(("-v{}", " {}", "-{}")).format(chance.randint(2, 400)) if chance.random() < VARIED else ""
        tail = "" if kind is Kind.REPOSITORY else tail
        spans = {}
        for form in dict.fromkeys((each["name"], *each["surface_forms"])):
            start = len(title) + 2 + len(text)
            spans[form] = Span(start, start + len(form + tail))
            text += f"{form}{tail}. "
        mentions = tuple(spans.values()) * max(1, len(each["mentions"]) // len(spans))
        role = Role(each["role"]) if each["role"] else None
        sentence = next(iter(spans.values()))
        entities.append(PaperEntity(kind, each["name"] + tail, role, each["score"], each["by"], mentions, sentence))
    unique = {(entity.kind, entity.name): entity for entity in entities}
    date = f"20{number % 25:02}-01-01"
    paper = Paper(f"paper/src:{number}", title, text, date)
    return paper, Extraction(paper.id, "made", (), tuple(unique.values()))


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
