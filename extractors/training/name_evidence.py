"""What texts say of a name: how it is spelled, and how often readers marked it as what the lists say it is."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.names import key
from kg.vocabulary import Kind

KINDS = (Kind.DATASET, Kind.METHOD, Kind.METRIC, Kind.TASK)

NameKey = tuple[Kind, str]
"""A kind, and the key of a name."""

_TOKEN = re.compile(r"[^\W_]+(?:(?<=\d)\.(?=\d)[^\W_]+)*(?:[+#*]+(?![^\W_]))?|[.,;:!?()\[\]\"\n]")
"""A word, or a mark that no name runs across."""

_LONGEST = 9


class Phrases:
    """Finds the names of a list in texts, in any case, with hyphen or space, singular or plural."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._keys: dict[str, str] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for spelling in spellings:
            words = [match.group().lower() for match in _TOKEN.finditer(spelling)]
            if 0 < len(words) <= _LONGEST:
                words[-1] = words[-1].removesuffix("s")
                self._keys[" ".join(words)] = key(spelling)
                lengths[words[0]].add(len(words))
        self._lengths = {first: sorted(of_first) for first, of_first in lengths.items()}

    def found(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the key, start and end of every name in the text, those within others too."""
        tokens = list(_TOKEN.finditer(text))
        words = [token.group().lower() for token in tokens]
        for i, first in enumerate(words):
            for length in sorted({*self._lengths.get(first, ()), *self._lengths.get(first.removesuffix("s"), ())}):
                if i + length <= len(words):
                    name = self._keys.get(" ".join(words[i : i + length]).removesuffix("s"))
                    if name:
                        yield name, tokens[i].start(), tokens[i + length - 1].end()


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many papers a form was found, and in how many of these the reader marked it as of the kind in question."""

    found: int = 0
    marked: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.found + other.found, self.marked + other.marked)


NOTHING = Tally()


class Readings:
    """The abstracts that people read and annotated."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text("utf-8").split("\n")
        self._papers: list[dict[str, Any]] = [json.loads(line) for line in lines if line]
        self._marked: list[set[NameKey]] = []
        self.spellings: dict[NameKey, set[str]] = defaultdict(set)
        self.papers: Counter[NameKey] = Counter()
        for paper in self._papers:
            forms = {(kind, form) for kind in KINDS for form in _marked_forms(paper, kind)}
            for kind, form in forms:
                self.spellings[kind, key(form)].add(form)
            self._marked.append({(kind, key(form)) for kind, form in forms})
            self.papers.update(self._marked[-1])

    def tallies(self, phrases: Phrases, kinds: Mapping[str, Iterable[Kind]]) -> dict[NameKey, dict[str, Tally]]:
        """Count each spelling of each name. What stands within a longer marked name counts neither way."""
        tallies: dict[NameKey, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
        for paper, marked in zip(self._papers, self._marked, strict=True):
            text = _text(paper)
            seen = {
                (kind, name, text[start:end], (kind, name) in marked)
                for name, start, end in phrases.found(text)
                for kind in kinds[name]
                if (kind, name) in marked or not _within_marked(paper, kind, start, end)
            }
            for kind, name, form, is_marked in seen:
                tallies[kind, name][form] += Tally(1, int(is_marked))
        return tallies


def spellings_in(folder: Path, phrases: Phrases) -> dict[str, Counter[str]]:
    """Count, for the key of each name, in how many of the folder's abstracts it is spelled how."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = _text(json.loads(line))
                for name, form in {(name, text[start:end]) for name, start, end in phrases.found(text)}:
                    spellings[name][form] += 1
    return spellings


def _text(paper: Mapping[str, Any]) -> str:
    return f"{paper['title']}\n\n{paper.get('abstract') or ''}"


def _marked_forms(paper: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    for entity in paper[f"{kind.key}s"]:
        yield from (entity["name"], *entity["aliases"])
    text = _text(paper)
    for span in paper["spans"]:
        if span["kind"] == kind.key:
            yield text[span["start"] : span["end"]]


def _within_marked(paper: Mapping[str, Any], kind: Kind, start: int, end: int) -> bool:
    return any(
        span["kind"] == kind.key
        and span["start"] <= start
        and end <= span["end"]
        and span["end"] - span["start"] > end - start
        for span in paper["spans"]
    )
