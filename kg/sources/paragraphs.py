"""The units of a pasted page: a heading, a date, a paragraph, each as one text, however its lines were broken.

A line is a unit unless the page is hard-wrapped, which shows in most of its text standing in lines of nearly one
length. There a line goes on with the one before if that was broken for width.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

WINDOW = 1000
"""So many lines decide together to which width they were wrapped."""
WIDEST = 160
"""A line longer than this was not broken for width."""
SLACK = 0.95
"""Lines are full to this part of the width: a proportional font breaks them at uneven numbers of characters."""
SHORTEST_ABSTRACT, LONGEST_ABSTRACT = 180, 20_000

_BULLET = re.compile(r"^(?:(?:[-*•‣◦▪·–—]|\\\\)\s+|[\[(]?\d{1,5}[.)\]]\s+|#\d+\s+|#{1,6}\s+)+")
_LABEL = re.compile(
    r"(?P<title>Title)\s*[:：]\s*|(?P<abstract>Abstract|ABSTRACT|Summary)\s*(?:[:：.—]\s*|[–-]\s+)"
    r"|(?P<other>Authors?|Comments?|Subjects?|Categories|Key ?words?|Topics?|Tags?|TL;?DR|Venue|Journal-ref)\s*[:：]"
)
_WORD = re.compile(r"[^\W\d_][^\W_]+")
_SENTENCE_END = re.compile(r"(?:[.!?…][\"'”’)\]]*|[。！？])(?:\s|$)")
_NAME = r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3}"
_NAMES = re.compile(rf"{_NAME}(?:, (?:and )?{_NAME})*(?: and {_NAME})?,?")
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of in on to for by with from into via at as over under between through without beyond toward "
        "towards using only is are be we our this that its when what how",
    )
)


@dataclass(frozen=True)
class Unit:
    """One text of a page: the number of its first line, the text, and what it calls itself (title, abstract, other)."""

    line: int
    text: str
    label: str | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        """The words with content, cut to five letters and without a plural's s, so that inflected forms agree."""
        words = (word for word in _WORD.findall(self.text.casefold()) if word not in _FUNCTION_WORDS)
        return frozenset(word.removesuffix("s")[:5] for word in words)

    @cached_property
    def is_prose(self) -> bool:
        """Whether this reads like an abstract: long, most words not capitalised, and a sentence ends in it."""
        if self.label:
            return self.label == "abstract"
        words = self.text.split()
        plain = sum(not word[0].isupper() for word in words)
        long = len(self.text) >= SHORTEST_ABSTRACT
        return long and plain * 2 > len(words) and _SENTENCE_END.search(self.text) is not None


def units(numbered: Iterable[tuple[int, str]]) -> Iterator[Unit]:
    """Yield the units of numbered lines, without bullets, numbers and labels; a tab divides a line into several."""
    numbered, first, parts = iter(numbered), 0, list[str]()
    while window := [(number, line[:LONGEST_ABSTRACT]) for number, line in islice(numbered, WINDOW)]:
        width = _wrap_width(len(line) for _, line in window)
        for number, line in window:
            for nth, cell in enumerate(map(str.strip, line.split("\t"))):
                if parts and (nth or not _continues(parts, cell, width)):
                    yield _unit(first, parts)
                    parts = []
                if _WORD.search(cell):
                    first, parts = (first if parts else number), [*parts, cell]
    if parts:
        yield _unit(first, parts)


def _unit(line: int, parts: Sequence[str]) -> Unit:
    text = _BULLET.sub("", "\n".join(parts)).removeprefix("**").removesuffix("**")
    label = _LABEL.match(text)
    if not label:
        return Unit(line, text)
    return Unit(line, text if label["other"] else text[label.end() :], label.lastgroup)


def _wrap_width(lengths: Iterable[int]) -> int | None:
    """Return the width to which lines were wrapped, close to which much of the text then comes; None if little does."""
    characters = Counter[int]()
    for length in lengths:
        if length >= 40:
            characters[length] += length
    near = {width: sum(characters[n] for n in range(width - 11, width + 1)) for width in range(52, WIDEST + 1)}
    width = max(near, key=lambda width: near[width])
    return width if near[width] * 4 > characters.total() else None


def _continues(parts: Sequence[str], line: str, width: int | None) -> bool:
    """Whether a line goes on with the unit begun: the break before it was made for width, or within a sentence."""
    last = parts[-1]
    if width is None or max(len(last), len(line)) > WIDEST or len(parts) * WIDEST > LONGEST_ABSTRACT:
        return False
    if not _WORD.search(line) or _LABEL.match(line):
        return False
    in_prose = any(map(_SENTENCE_END.search, parts))
    ended = _SENTENCE_END.search(last[-4:]) is not None or "://" in last.split()[-1]
    if ended and (_BULLET.match(line) or _is_headline(line)):
        return False  # an abstract is over, and the next entry begins
    long = len(last) > width * 0.6
    if not in_prose and line[0].isupper() and last[-1] not in ",:;-–":
        if len(parts) < 4 and are_names(line):
            return False  # a title is over, and its authors follow
        if all(map(_is_headline, parts)):
            return long and _is_headline(line)  # a title goes on, or its abstract begins
    full = len(last) + 1 + len(line.split()[0]) > width * SLACK
    in_sentence = not ended and (in_prose or line[0].islower())
    return full or (in_sentence and (long or line.startswith("http")))


def are_names(line: str, *, at_least: int = 2) -> bool:
    """Whether a line could be a list of so many persons' names, by its capitals and commas."""
    return line.count(",") >= at_least - 1 and " " in line and _NAMES.fullmatch(line) is not None


def _is_headline(line: str) -> bool:
    """Whether its longer words begin with capitals, as those of many titles do and those of prose do not."""
    words = [word for word in _WORD.findall(line) if len(word) > 3 and word not in _FUNCTION_WORDS]
    return bool(words) and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2
