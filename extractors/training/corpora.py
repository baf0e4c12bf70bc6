"""Public corpora as the folder named by KG_SHARED holds them: `corpora/NAME.PART.jsonl`, all in one form.

A line is `{"id", "text", "entities": [[start, end, label], ...]}`; a label that is none of ours begins with `OTHER:`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.training.shared import shared

__all__ = ["Annotated", "read_corpus"]


@dataclass(frozen=True)
class Annotated:
    """One text of a corpus; `spans` are (start, end, label), the end exclusive, in the corpus's own order."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


def read_corpus(name: str) -> Iterator[Annotated]:
    """Yield the texts of a part of a corpus, such as `scierc.dev`, in file order; OSError where there is none.

    >>> next(read_corpus("scierc.dev")).spans[1]  # doctest: +SKIP
    (37, 96, 'TASK')
    """
    with (shared() / f"corpora/{name}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = tuple((start, end, label.removeprefix("OTHER:")) for start, end, label in row["entities"])
            yield Annotated(row["id"], row["text"], spans)
