"""How well names are told to be one thing or two: pairwise precision and recall over labelled pairs.

    python benchmarks/pairs.py [PAIRS]      PAIRS: lines of kind, one, other, label; benchmarks/pairs.tsv if left out

The pairs are real forms from abstracts, chosen to be hard: spellings of one name, abbreviations with their long forms
(those with several meanings are labelled different), and near names. They were labelled by reading; pairs that
a reader would not decide without the paper were left out. Prints a row a kind, then every pair that was judged wrong.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kg.names import compare
from kg.vocabulary import Kind

PAIRS = Path(__file__).with_name("pairs.tsv")


class Pair(NamedTuple):
    """Two names of one kind, and whether they are one thing."""

    kind: Kind
    one: str
    other: str
    same: bool


def labelled(path: Path = PAIRS) -> list[Pair]:
    """Read a table of labelled pairs."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(Kind.parse(row["kind"]), row["one"], row["other"], row["label"] == "same") for row in rows]


def precision_and_recall(judged: Iterable[tuple[Pair, bool]]) -> tuple[float, float]:
    """Return the two figures for pairs, each with whether it was judged to be one thing."""
    of = Counter((pair.same, same) for pair, same in judged)
    return of[True, True] / (of[True, True] + of[False, True]), of[True, True] / (of[True, True] + of[True, False])


def main() -> None:
    """Judge every pair and print the table."""
    judged = [(pair, compare(*pair[:3])) for pair in labelled(Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)]
    print(f"{'kind':<10}{'pairs':>6}{'same':>6}{'precision':>11}{'recall':>8}")
    for kind in ("all", *sorted({pair.kind.key for pair, _ in judged})):
        of_kind = [(pair, verdict.same) for pair, verdict in judged if kind in ("all", pair.kind.key)]
        precision, recall = precision_and_recall(of_kind)
        print(f"{kind:<10}{len(of_kind):>6}{sum(pair.same for pair, _ in of_kind):>6}{precision:>11.3f}{recall:>8.3f}")
    print("\njudged wrong (label, kind, names, reason given)")
    for pair, verdict in sorted(judged):
        if verdict.same != pair.same:
            label = "same" if pair.same else "different"
            print(f"{label:<10}{pair.kind.key:<9}{pair.one} | {pair.other}: {verdict.reason}")


if __name__ == "__main__":
    main()
