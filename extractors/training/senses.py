"""Distil ``kg/data/abbreviations.tsv``: what abstracts explain each abbreviation to stand for.

    python -m extractors.training.senses ABSTRACTS_FOLDER

The folder has abstracts as ``*.jsonl.gz`` with ``title`` and ``abstract``. A long form is kept if two papers give
it, or if one does and the abbreviation is made of the first letters of its words, three or more.
"""

import gzip
import itertools
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from kg.model import Span
from kg.names import find_abbreviations, key

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_LONGEST = 80


def main(folder: Path) -> None:
    """Write the table."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for text in _texts(folder):
        seen = {}
        for short, long in find_abbreviations(text, _sentences(text)):
            form = " ".join(long.of(text).split())
            seen[key(short.of(text)), key(form)] = form
        for (short_key, long_key), form in seen.items():
            counts[short_key][long_key] += 1
            spellings[long_key][form] += 1
    lines = ["short\tlong\tpapers\tof"]
    for short_key in sorted(counts):
        for long_key, papers in sorted(counts[short_key].items(), key=lambda pair: (-pair[1], pair[0])):
            form = max(spellings[long_key], key=lambda form: (spellings[long_key][form], form))
            if len(form) <= _LONGEST and (papers > 1 or _is_acronym(short_key, form)):
                lines.append(f"{short_key}\t{form}\t{papers}\t{counts[short_key].total()}")
    Path(str(files("kg") / "data" / "abbreviations.tsv")).write_text("\n".join(lines) + "\n", "utf-8")


def _is_acronym(short: str, long: str) -> bool:
    return len(short) > 2 and short == "".join(word[0] for word in re.findall(r"\w+", long.lower()))


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                yield f"{row['title']}\n\n{row.get('abstract') or ''}"


def _sentences(text: str) -> list[Span]:
    cuts = [0, *(m.end() for m in _BETWEEN_SENTENCES.finditer(text)), len(text)]
    return [Span(start, end) for start, end in itertools.pairwise(cuts)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
