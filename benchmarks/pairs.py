"""How well names are told to be one thing or two: pairwise precision and recall over labelled pairs.

    python benchmarks/pairs.py [PAIRS]      PAIRS: lines of kind, one, other, label; benchmarks/pairs.tsv if left out

The pairs are real forms from abstracts, chosen to be hard: spellings of one name, abbreviations with their long forms
(those with several meanings are labelled different), and near names. They were labelled by reading; pairs that
a reader would not decide without the paper were left out. Prints a row a kind, then every pair that was judged wrong.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from kg.names import compare
from kg.vocabulary import Kind


def main() -> None:
    """Judge every pair and print the table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("pairs.tsv")
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    wrong = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            verdict = compare(Kind.parse(row["kind"]), row["one"], row["other"])
            same = row["label"] == "same"
            for kind in (row["kind"], "all"):
                counts.setdefault(kind, Counter())[verdict.same, same] += 1
            if verdict.same != same:
                wrong.append(f"{row['label']:<10}{row['kind']:<9}{row['one']} | {row['other']}: {verdict.reason}")
    print(f"{'kind':<10}{'pairs':>6}{'same':>6}{'precision':>11}{'recall':>8}")
    for kind, of in sorted(counts.items()):
        right, claimed, true = of[True, True], of[True, True] + of[True, False], of[True, True] + of[False, True]
        print(f"{kind:<10}{of.total():>6}{true:>6}{right / claimed:>11.3f}{right / true:>8.3f}")
    print("\njudged wrong (label, kind, names, reason given)", *sorted(wrong), sep="\n")


if __name__ == "__main__":
    main()
