"""Public corpora as the folder named by KG_SHARED holds them: `corpora/NAME.PART.jsonl`, all in one form.

A line is `{"id", "text", "entities": [[start, end, label], ...]}`; a label that is none of ours begins with `OTHER:`.
SciREX has the title as the text's first line; SciER's lines are the sentences, in order, of the paper named `doc`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractors.training.shared import shared

__all__ = ["Annotated", "read_corpus"]


@dataclass(frozen=True)
class Annotated:
    """One text of a corpus; `spans` are (start, end, label) in `text`, the end exclusive, in the corpus's own order."""

    id: str
    title: str
    abstract: str
    spans: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """Title, blank line, abstract, as papers have them; where there is no title, the abstract alone."""
        return f"{self.title}\n\n{self.abstract}" if self.title else self.abstract

    def followed_by(self, other: "Annotated") -> "Annotated":
        """Return this text and another after it as one."""
        at = len(self.text) + 1
        moved = tuple((start + at, end + at, label) for start, end, label in other.spans)
        return Annotated(self.id, self.title, f"{self.abstract} {other.abstract}", (*self.spans, *moved))


def read_corpus(name: str, longest: int = 0) -> Iterator[Annotated]:
    """Yield the texts of a part of a corpus, such as `scierc.dev`, in file order; OSError where there is none.

    Sentences of one paper are joined as long as they are no longer than `longest`.
    """
    pending: Annotated | None = None
    paper = None
    with (shared() / f"corpora/{name}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = _annotated(row)
            if pending and row.get("doc") is not None and row["doc"] == paper:
                joined = pending.followed_by(text)
                if len(joined.text) <= longest:
                    pending = joined
                    continue
            if pending:
                yield pending
            pending, paper = text, row.get("doc")
    if pending:
        yield pending


def _annotated(row: Mapping[str, Any]) -> Annotated:
    text, title = row["text"], row.get("title", "")
    headed = bool(title) and text.startswith(f"{title}\n")
    end = len(title) if headed else len(text)
    # a title is followed by one line's end there, by two with us
    spans = tuple((a + (a > end), b + (b > end), label.removeprefix("OTHER:")) for a, b, label in row["entities"])
    return Annotated(row["id"], title if headed else "", text[end + 1 :] if headed else text, spans)
