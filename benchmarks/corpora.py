"""What the shipped extractors find of public corpora, as they are: nothing is trained, nothing adapted.

    KG_SHARED=FOLDER python benchmarks/corpora.py [SIZE]     SIZE: so many abstracts' worth of each, 100 if not said

Read the figures with care: each corpus has a guide of its own, which is not ours (SciERC and SciER mark generic
phrases, verb phrases and every background method; SciREX is marked in part by machine; in none are there optional
entities), three of them are single sentences or full text where ours read titles with abstracts, and each annotates
only some kinds: the others are ignored. Systems that were trained on a corpus are measured by its guide; these here
are measured by another's. So this says how far the guides lie apart as much as how good the reading is.

Two measures. Names: distinct names of a text, by the normal form of `kg eval`; an entity is right if one of its forms
is a gold name, a gold name is found if it is a form of an entity. Spans: a mention is right if its bounds and its kind
are a gold mention's.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.read import read
from extractors.training.corpora import Annotated, read_corpus
from kg.model import Extraction, Paper
from kg.names import plain_form

CORPORA = {
    "scierc.dev": ("method", "task", "metric"),
    "scirex_abs.dev": ("method", "dataset", "task", "metric"),
    "scier.dev": ("method", "dataset", "task"),
    "tdmsci.test": ("dataset", "task", "metric"),
    "dsner.test": ("dataset",),
}
"""The kinds of ours that a corpus annotates. SciERC's Material is wider than our Dataset and left out."""

ABSTRACT = 1200
"""About the length of an abstract, in characters: sentences of one paper are joined to be as long."""


@dataclass
class Counts:
    """Right of read, found of gold."""

    right: int = 0
    read: int = 0
    found: int = 0
    gold: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / max(self.read, 1), self.found / max(self.gold, 1)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{precision:.3f} {recall:.3f} {f1:.3f}"


@dataclass
class Scores:
    """The counts of one kind in one corpus, by names and by spans."""

    names: Counts = field(default_factory=Counts)
    spans: Counts = field(default_factory=Counts)

    def add(self, text: Annotated, extraction: Extraction, kinds: Sequence[str]) -> None:
        """Count what was read of one text."""
        at = 0 if text.title else 2  # a paper without a title begins with the blank line
        for kind in kinds:
            spans = {(start, end) for start, end, label in text.spans if label.lower() == kind}
            names = {plain_form(text.text[start:end]) for start, end in spans} - {""}
            entities = [e for e in extraction.entities if e.kind.key == kind]
            mentions = [{(start - at, end - at) for start, end in e.mentions} for e in entities]
            forms = [{plain_form(text.text[start:end]) for start, end in own} for own in mentions]
            read_spans = set().union(*mentions)
            _count(self.names, sum(bool(own & names) for own in forms), len(forms), names, set().union(*forms))
            _count(self.spans, len(read_spans & spans), len(read_spans), spans, read_spans)


def _count(counts: Counts, right: int, read_: int, gold: set, found: set) -> None:  # type: ignore[type-arg]
    counts.right += right
    counts.read += read_
    counts.found += len(gold & found)
    counts.gold += len(gold)


def measure(texts: Iterable[Annotated], kinds: Sequence[str]) -> tuple[int, dict[str, Scores]]:
    """Read the texts; return how many there were, and the scores of each kind and of all together."""
    texts = list(texts)
    papers = [Paper(f"paper/src:{n}", text.title, text.abstract) for n, text in enumerate(texts)]
    scores = {kind: Scores() for kind in (*kinds, "all")}
    for text, extraction in zip(texts, read(papers), strict=True):
        for kind, own in scores.items():
            own.add(text, extraction, kinds if kind == "all" else (kind,))
    return len(texts), scores


def worth(texts: Iterable[Annotated], characters: int) -> Iterator[Annotated]:
    """Yield the first texts that have together no more characters."""
    for text in texts:
        characters -= len(text.text)
        if characters < 0:
            return
        yield text


def main() -> None:
    """Print a line a corpus and kind: precision, recall and F1 of names and of spans."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print(f"{'corpus':<16}{'kind':<9}{'texts':>6}{'gold':>6}   names: P R F1        exact spans: P R F1")
    for corpus, kinds in CORPORA.items():
        texts, scores = measure(worth(read_corpus(corpus, ABSTRACT), size * ABSTRACT), kinds)
        for kind, own in scores.items():
            print(f"{corpus:<16}{kind:<9}{texts:>6}{own.spans.gold:>6}   {own.names}   {own.spans}")
    print("\nPublished, trained on the corpus, six kinds, exact spans on SciERC test: SciIE 0.642, SciBERT 0.676")


if __name__ == "__main__":
    main()
