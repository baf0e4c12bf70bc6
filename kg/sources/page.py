"""A page pasted from a site of papers: titles and abstracts among whatever else the page shows.

The page is cut into units. A unit is prose if it reads like an abstract. Each abstract then takes its title from the
short units before or after it: a title shares words with its abstract, and stands where titles stand on this page.
Both are decided over a window of abstracts, so that a page of any length streams through.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from kg.errors import BadRecord
from kg.model import Paper
from kg.sources.cleaning import paper
from kg.sources.fields import bad_record
from kg.sources.paragraphs import Unit, are_names, units
from kg.sources.stream import Text, lines

WINDOW = 64
"""So many abstracts decide together where titles stand."""
REACH = 16
"""A title is sought among so many units before an abstract and after it."""
_LONGEST_TITLE = 300
_SENTENCES = re.compile(r"\.\s.*\.\s*\Z", re.DOTALL)
_FOLDED = re.compile(r"\s*[△▽]\s*(?:Less|More)\s*$")

Furniture = Callable[[Iterable[Unit]], None]


def read(text: Text, note: Callable[[str], None]) -> Iterator[Paper | BadRecord]:
    """Yield the papers of a pasted page. What is neither title nor abstract is furniture, and goes to ``note``."""

    def furniture(rest: Iterable[Unit]) -> None:
        for unit in rest:
            note(f"{text.source}:{unit.line}: no part of a paper: {' '.join(unit.text.split())[:80]}")

    for title, paragraphs in _entries(units(lines(text.stream)), furniture):
        abstract = _FOLDED.sub("", "\n".join(paragraph.text for paragraph in paragraphs))
        try:
            yield paper(title.text, abstract)
        except ValueError as error:
            yield bad_record(text.source, title.line, str(error), f"{title.text}\n\n{abstract}")


def _entries(page: Iterable[Unit], furniture: Furniture) -> Iterator[tuple[Unit, Sequence[Unit]]]:
    """Yield each title with the paragraphs of its abstract, a window of abstracts at a time."""
    runs: list[list[Unit]] = [[]]  # of short units; each abstract stands between two runs
    abstracts: list[list[Unit]] = []
    for unit in page:
        if not unit.is_prose:
            runs[-1].append(unit)
            if len(runs[-1]) > 2 * REACH:
                furniture([runs[-1].pop(REACH)])  # out of reach from either end
        elif abstracts and not runs[-1] and not unit.label and len(abstracts[-1]) < REACH:
            abstracts[-1].append(unit)  # another paragraph
        else:
            if len(abstracts) == WINDOW:
                yield from _paired(runs, abstracts, furniture)
                runs, abstracts = runs[-1:], []
            abstracts.append([unit])
            runs.append([])
    yield from _paired(runs, abstracts, furniture)
    furniture(runs[-1])


def _paired(
    runs: Sequence[list[Unit]], abstracts: Sequence[Sequence[Unit]], furniture: Furniture
) -> Iterator[tuple[Unit, Sequence[Unit]]]:
    """Yield each abstract with its title, which is taken out of its run; what is left in the last run is kept there.

    A unit stands at a slot: -1 just before its abstract, 1 just after. ``habit`` is how well the units at a slot
    agree with their abstracts on the whole, so that a title which shares little is found where the others are.
    """
    slots = [_slots(runs[n], runs[n + 1]) for n in range(len(abstracts))]
    agreed = [_agreement(near, abstract) for near, abstract in zip(slots, abstracts, strict=True)]
    side = max((-1, 1), key=lambda side: sum(max(_on(side, agreement).values(), default=0) for agreement in agreed))
    habit = Counter[int]()
    for agreement in agreed:
        habit.update(agreement)
    for n, abstract in enumerate(abstracts):
        beside = [abstracts[m][0].label for m in (n - 1, n + 1) if 0 <= m < len(abstracts)]
        stray = not abstract[0].label and bool(beside) and all(beside)  # among abstracts that say what they are
        likely = {
            slot: shared + habit[slot] / len(abstracts) for slot, shared in _on(side, agreed[n]).items() if shared
        }
        if likely and not stray:
            title = slots[n][max(likely, key=lambda slot: likely[slot])]
            runs[n if side < 0 else n + 1].remove(title)
            own = [paragraph for paragraph in abstract if paragraph.words & title.words] or abstract
            yield _without_authors(title, own), own
            abstract = [paragraph for paragraph in abstract if paragraph not in own]
        furniture(chain(runs[n], abstract))


def _slots(before: Sequence[Unit], after: Sequence[Unit]) -> Mapping[int, Unit]:
    """Return the units near an abstract by their slots, the nearest first."""
    return dict(enumerate(after[:REACH], 1)) | {-n: unit for n, unit in enumerate(reversed(before[-REACH:]), 1)}


def _agreement(near: Mapping[int, Unit], abstract: Iterable[Unit]) -> Mapping[int, int]:
    """Return how many words the unit at each slot shares with the abstract, if it may be a title at all."""
    words = _words(abstract)
    return {
        slot: len(unit.words & words) + REACH * (unit.label == "title")
        for slot, unit in near.items()
        if unit.label != "other" and len(unit.text) <= _LONGEST_TITLE and not _SENTENCES.search(unit.text)
    }


def _without_authors(title: Unit, abstract: Iterable[Unit]) -> Unit:
    """Cut off a line that was joined to a title as if it were broken for width, but holds an author's name."""
    *lines, last = title.text.split("\n")
    if lines and are_names(last, at_least=1) and not Unit(title.line, last).words & _words(abstract):
        return Unit(title.line, "\n".join(lines))
    return title


def _words(units: Iterable[Unit]) -> frozenset[str]:
    return frozenset[str]().union(*(unit.words for unit in units))


def _on(side: int, by_slot: Mapping[int, int]) -> Mapping[int, int]:
    """Return what stands before the abstract, for -1, or after it."""
    return {slot: value for slot, value in by_slot.items() if slot * side > 0}
