"""A page pasted from a site of papers: titles and abstracts among whatever else the page shows.

Three steps. Lines become units (a heading, a date, a paragraph): where the text is hard-wrapped, lines that were
broken for width are joined again. A unit is prose if it reads like an abstract. Each abstract then takes its title
from the short units before or after it: a title shares words with its abstract, and stands where titles stand on this
page. Both are decided over a window of abstracts, so that a page of any length streams through.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from kg.errors import BadRecord
from kg.model import Paper
from kg.sources.cleaning import paper
from kg.sources.fields import bad_record
from kg.sources.stream import Text, lines

WINDOW = 64
"""So many abstracts decide together where titles stand."""
REACH = 16
"""A title is sought among so many units before an abstract, and after it."""
WIDEST = 160
"""A line longer than this was not broken for width."""
LONGEST_ABSTRACT = 20_000

_BULLET = re.compile(r"\s*(?:[-*•‣◦▪·–—]\s+|[\[(]?\d{1,5}[.)\]]\s+|#\d+\s+)+")
_LABEL = re.compile(
    r"(?P<title>title)\s*[:：]\s*|(?P<abstract>abstract|summary)\s*(?:[:：.—]\s*|[–-]\s+)"
    r"|(?P<other>authors?|comments?|subjects?|categories|keywords?|topics?|tags?|tl;?dr|venue|journal(?:[- ]ref)?"
    r"|date|published|submitted|doi|arxiv|url|code|pdf|primary area|cite as)\s*[:：]",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][^\W_]+(?:['’]\w+)?")
_SENTENCE_END = re.compile(r"(?:[.!?…][\"'”’)\]]*|[。！？])(?:\s|$)")
_FUNCTION_WORDS = frozenset(
    "the a an and or of in on to for by with from via at as is are be we our this that using toward towards its".split()
)


@dataclass(frozen=True)
class Unit:
    """A line, or the lines of a wrapped paragraph, with the number of the first and what it calls itself."""

    line: int
    text: str
    label: str | None

    @cached_property
    def words(self) -> frozenset[str]:
        """The words with content, cut to six letters so that inflected forms agree."""
        found = (word.casefold() for word in _WORD.findall(self.text))
        return frozenset(word[:6] for word in found if word not in _FUNCTION_WORDS)

    @cached_property
    def is_prose(self) -> bool:
        """Whether this reads like an abstract: many words, most of them not capitalised, and a sentence's end."""
        if self.label:
            return self.label == "abstract"
        words = self.text.split()
        plain = sum(not word[0].isupper() for word in words)
        return len(words) >= 20 and plain * 2 > len(words) and _SENTENCE_END.search(self.text) is not None


Furniture = Callable[[Iterable[Unit]], None]


def read(text: Text, note: Callable[[str], None]) -> Iterator[Paper | BadRecord]:
    """Yield the papers of a pasted page. What is neither title nor abstract is furniture, and goes to ``note``."""

    def furniture(units: Iterable[Unit]) -> None:
        for unit in units:
            note(f"{text.source}:{unit.line}: no part of a paper: {unit.text[:80]}")

    for title, abstract in _entries(units(lines(text.stream)), furniture):
        words = "\n".join(paragraph.text for paragraph in abstract)
        try:
            yield paper(title.text, words)
        except ValueError as error:
            yield bad_record(text.source, title.line, str(error), f"{title.text}\n\n{words}")


def units(numbered: Iterable[tuple[int, str]]) -> Iterator[Unit]:
    """Join the lines of wrapped paragraphs; cut off bullets, numbers and labels; a tab divides a line into units."""
    numbered, first, parts = iter(numbered), 0, list[str]()
    while window := [(number, line[:LONGEST_ABSTRACT]) for number, line in islice(numbered, WINDOW * 16)]:
        width = _wrap_width(len(line) for _, line in window)
        for number, line in window:
            for nth, cell in enumerate(line.split("\t")):
                if parts and (nth or not _continues(parts, cell.strip(), width)):
                    yield _unit(first, parts)
                    parts = []
                if cell.strip():
                    first, parts = first if parts else number, [*parts, cell.strip()]
    if parts:
        yield _unit(first, parts)


def _unit(line: int, parts: Sequence[str]) -> Unit:
    text = _BULLET.sub("", "\n".join(parts), count=1)
    label = _LABEL.match(text)
    if not label:
        return Unit(line, text, None)
    return Unit(line, text if label["other"] else text[label.end() :], label.lastgroup)


def _wrap_width(lengths: Iterable[int]) -> int | None:
    """Return the width to which text was wrapped: where most of it stands in lines of nearly one length."""
    characters = Counter[int]()
    for length in lengths:
        if length >= 40:
            characters[length] += length
    width = max(range(52, WIDEST + 1), key=lambda width: sum(characters[n] for n in range(width - 11, width + 1)))
    filled = sum(characters[n] for n in range(width - 11, width + 1))
    return width if filled * 4 > characters.total() else None


def _continues(parts: Sequence[str], line: str, width: int | None) -> bool:
    """Whether a line goes on with the paragraph: the break before it was made for width, or within a sentence."""
    last = parts[-1]
    if not line or width is None or max(len(last), len(line)) > WIDEST or len(parts) * WIDEST > LONGEST_ABSTRACT:
        return False
    ended = _SENTENCE_END.search(last[-4:] + " ") is not None
    if ended and (_BULLET.match(line) or _LABEL.match(line)):
        return False
    if line[0].isupper() and all(map(_is_headline, parts)) and not _is_headline(line):
        return False
    full = len(last) + 1 + len(line.split()[0]) > width
    return full or (line[0].islower() and not ended and len(last) * 5 > width * 3)


def _is_headline(line: str) -> bool:
    """Whether its longer words begin with capitals, as those of many titles do and those of prose do not."""
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def _entries(numbered: Iterator[Unit], furniture: Furniture) -> Iterator[tuple[Unit, list[Unit]]]:
    """Yield each title with the paragraphs of its abstract, decided over windows of abstracts."""
    runs: list[list[Unit]] = [[]]  # of short units, each abstract standing between two
    abstracts: list[list[Unit]] = []
    for unit in chain(numbered, [None]):
        if unit and not unit.is_prose:
            runs[-1].append(unit)
            if len(runs[-1]) > 2 * REACH:
                furniture([runs[-1].pop(REACH)])
            continue
        if unit and abstracts and not runs[-1] and not unit.label and len(abstracts[-1]) < REACH:
            abstracts[-1].append(unit)  # another paragraph
            continue
        if not unit or len(abstracts) == WINDOW:
            yield from _paired(runs, abstracts, furniture)
            runs, abstracts = runs[-1:], []
        if unit:
            abstracts.append([unit])
            runs.append([])
    furniture(runs[-1])


def _paired(
    runs: list[list[Unit]], abstracts: Sequence[list[Unit]], furniture: Furniture
) -> Iterator[tuple[Unit, list[Unit]]]:
    """Give each abstract its title; take the titles out of the runs; the last run stays for the next window.

    A unit stands at a slot: -1 just before the abstract, 1 just after. ``habit`` is how well the units at a slot
    agree with their abstracts on the whole; the best slot tells on which side titles stand.
    """
    slots = [_slots(runs[n], runs[n + 1]) for n in range(len(abstracts))]
    agreed = [
        {slot: _agreement(unit, abstract) for slot, unit in near.items()}
        for near, abstract in zip(slots, abstracts, strict=True)
    ]
    habit = Counter[int]()
    for agreement in agreed:
        habit.update(agreement)
    side = max(sorted(habit), key=lambda slot: habit[slot], default=-1)
    for n, abstract in enumerate(abstracts):
        eligible = [slot for slot, agreement in agreed[n].items() if agreement and slot * side > 0]
        if not eligible:
            furniture(chain(runs[n], abstract))
            continue
        slot = max(eligible, key=lambda slot: agreed[n][slot] + habit[slot] / len(abstracts))
        title = slots[n][slot]
        runs[n if side < 0 else n + 1].remove(title)
        own = [paragraph for paragraph in abstract if paragraph.words & title.words] or abstract
        furniture(chain(runs[n], (paragraph for paragraph in abstract if paragraph not in own)))
        yield title, own


def _slots(before: Sequence[Unit], after: Sequence[Unit]) -> dict[int, Unit]:
    """Return the units near an abstract by their slots, the nearest first."""
    return dict(enumerate(after[:REACH], 1)) | {-n: unit for n, unit in enumerate(reversed(before[-REACH:]), 1)}


def _agreement(unit: Unit, abstract: Sequence[Unit]) -> int:
    """Return how many words a possible title shares with an abstract."""
    if unit.label == "other" or len(unit.text) > 300:
        return 0
    return REACH * (unit.label == "title") + len(unit.words & frozenset[str]().union(*(p.words for p in abstract)))
