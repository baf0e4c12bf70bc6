"""What a sentence says of a dataset by its very words: which suite it is part of, which task it measures.

Read between two neighbouring mentions by patterns, in the manner of M. A. Hearst (1992), Automatic acquisition of
hyponyms from large text corpora: "the ogbl-ddi dataset of the OGB suite", "X, a large benchmark for entity linking".
What is listed with either end ("MNLI and RTE") shares its relation. Few are found, and those that are can be trusted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from kg.model import PaperEntity, Span
from kg.names import key, suites
from kg.vocabulary import Kind

__all__ = ["Stated", "memberships"]


class Stated(NamedTuple):
    """A relation that a sentence states, and how sure that is."""

    subject: PaperEntity
    predicate: str
    object: PaperEntity
    sentence: Span
    score: float


class _Mark(NamedTuple):
    """A mention of a dataset or task without the general noun at its end."""

    span: Span
    entity: PaperEntity


class _Pattern(NamedTuple):
    """What stands between two marks that says so; turned where the second is the subject.

    The score is the share of sentences read rightly of those that were judged: ``benchmarks/resolving.md``.
    """

    between: re.Pattern[str]
    score: float
    turned: bool = False
    of_suite: bool = False
    """Whether the object must be called a suite, here or in the table."""


_NAMELY = r"(?:such as|including|like|namely|i\.e\.,?|e\.g\.,?)"
_SUCH_AS = rf"(?:,?\s*{_NAMELY}\s|\s*[:(])\s*(?:{_NAMELY}\s)?"
_SET = (
    r"(?:data ?sets?|benchmarks?|corpus|corpora|test ?beds?|test suites?|collections?|challenges?|test sets?|suites?)"
)
_PART = r"(?:tasks?|data ?sets?|test ?sets?|benchmarks?|corpus|corpora)"
_PARTS = r"(?:tasks|data ?sets|test ?sets|benchmarks|corpora)"
_SHARE = r"(?:subset|sub-?data ?set|subtask|split|track|portion|component)"
_THE, _OF, _IS = r"\s+(?:the\s+)?", r"\s+(?:of|from|in|within)", r"(?:\s*(?:[,:—–]|--+)\s*|\s+(?:is|are|as)\s+)"
_WORD = r"(?:[\w/+'’-]+,?\s+)"
_MADE = (
    r"(?:\s+(?:(?:specifically|explicitly|specially|carefully)\s+)?(?:designed|tailored|intended|curated|built|created"
    r"|constructed|developed|dedicated|aimed))?"
)
_TASK_OF = r"(?:(?:tasks?|problem)\s+of\s+)?"
_MEASURING = r"(?:(?:evaluating|assessing|measuring|testing|training|benchmarking)\s+(?:and\s+\w+ing\s+)?)?"
_FOR = (
    rf"\s+(?:for|to\s+(?:evaluate|assess|measure|test|study)|at){_THE}{_TASK_OF}{_MEASURING}(?:the\s+)?{_WORD}{{0,2}}"
)


def _after_name(*parts: str) -> re.Pattern[str]:
    """Return the pattern of these parts, after an abbreviation or a citation in brackets."""
    return re.compile(r"(?:\s*\([^()]*\))?" + "".join(parts), re.IGNORECASE)


_PART_OF = (
    _Pattern(_after_name(rf"(?:\s+{_PART})?", _OF, _THE), 0.9, of_suite=True),
    _Pattern(_after_name(rf"\s+{_SHARE}s?", _OF, _THE), 0.9),
    _Pattern(_after_name(rf",?\s+(?:an?|the|one)\s+{_WORD}{{0,3}}(?:{_SHARE}|part|member|task)", _OF, _THE), 0.9),
    _Pattern(re.compile(r"['’]s\s+"), 0.9, turned=True, of_suite=True),
    _Pattern(
        _after_name(rf"(?:\s+\w+)?\s+(?:{_PARTS}|{_SHARE}s){_SUCH_AS}(?:the\s+)?"), 0.9, turned=True, of_suite=True
    ),
    _Pattern(_after_name(rf"\s+(?:benchmark|suite),?\s+{_NAMELY}", _THE), 0.9, turned=True),
)
_IS_FOR = (
    _Pattern(
        _after_name(_IS, rf"(?:(?:which|that)\s+is\s+)?{_WORD}{{0,8}}{_SET}(?:\s*\([^()]*\))?", _MADE, _FOR),
        0.96,
    ),
    _Pattern(_after_name(rf"(?:\s+{_SET})?(?:\s*\([^()]*\))?", _MADE, rf"\s+for{_THE}{_TASK_OF}"), 0.89),
)
_FOR_WHICH = (
    _Pattern(
        re.compile(
            rf"(?:\s+tasks?)?\s+{_SET}(?:\s+|{_SUCH_AS}|\s*(?:,|—|–|--+)\s*)(?:(?:called|named|dubbed)\s+)?(?:the\s+)?",
            re.IGNORECASE,
        ),
        0.98,
        turned=True,
    ),
)
_D, _T = Kind.DATASET, Kind.TASK
_STATING = {
    (_D, _D): ("PART_OF", _PART_OF),
    (_D, _T): ("BENCHMARK_FOR", _IS_FOR),
    (_T, _D): ("BENCHMARK_FOR", _FOR_WHICH),
}
"""The predicate and its patterns between marks of two kinds."""

_SEVERAL = re.compile(rf"\b(?:(?:{_SHARE}|challenge)s|{_PARTS})\b|{_NAMELY}", re.IGNORECASE)
"""What tells that more than one dataset stands before or after it: "A, and the B dataset for C" says nothing of A."""

_CALLED_SUITE = _after_name(r"\s+(?:benchmark|suite|collection|leaderboard|challenge|shared task|family)")
_GENERAL = re.compile(rf"\s+(?:{_SET}|tasks?)$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|and|&|/|,\s*and|as well as)\s*(?:the\s+)?", re.IGNORECASE)
_IN_LIST = re.compile(r"(?:,|\band|\bor|/|&)\s*$")
_TOO_FAR = 160


def memberships(text: str, sentences: Sequence[Span], entities: Sequence[PaperEntity]) -> Iterator[Stated]:
    """Yield what the sentences of a paper state of its datasets, in order; a pair may come twice."""
    marked = [e for e in entities if e.kind in (_D, _T)]
    for sentence in sentences if any(e.kind is _D for e in marked) else ():
        marks = _marks(text, sentence, marked)
        for n, (first, second) in enumerate(pairwise(marks)):
            predicate, patterns = _STATING.get((first.entity.kind, second.entity.kind), ("", ()))
            for pattern in patterns:
                for subject, object_ in _read(text, sentence, pattern, marks, n):
                    if subject.entity.name != object_.entity.name:
                        yield Stated(subject.entity, predicate, object_.entity, sentence, pattern.score)


def _read(
    text: str, sentence: Span, pattern: _Pattern, marks: Sequence[_Mark], n: int
) -> Iterable[tuple[_Mark, _Mark]]:
    """Return the subjects and objects that the pattern finds between a mark and the next."""
    first, second = marks[n], marks[n + 1]
    between = text[first.span.end : second.span.start]
    if len(between) > _TOO_FAR or not pattern.between.fullmatch(between):
        return ()
    if first.entity.kind is _T and _IN_LIST.search(text, sentence.start, first.span.start):
        return ()  # of several tasks, it is not said which dataset is for which
    if pattern.of_suite and not _is_suite(text, sentence, first if pattern.turned else second):
        return ()
    several = _SEVERAL.search(between)
    if pattern.turned:
        return product(_after(text, marks, n + 1) if several else [second], [first])
    subjects = _before(text, marks, n) if several else [first]
    return product(subjects, _after(text, marks, n + 1) if second.entity.kind is _T else [second])


def _marks(text: str, sentence: Span, entities: Sequence[PaperEntity]) -> list[_Mark]:
    """Return the outermost mentions in a sentence, in order."""
    spans = [(m, e) for e in entities for m in e.mentions if sentence.holds(m)]
    marks: list[_Mark] = []
    end = sentence.start
    for span, entity in sorted(spans, key=lambda pair: (pair[0].start, -pair[0].end, pair[1].kind, pair[1].name)):
        if span.start >= end:
            noun = _GENERAL.search(text, *span)
            marks.append(_Mark(Span(span.start, noun.start()) if noun else span, entity))
            end = span.end
    return marks


def _before(text: str, marks: Sequence[_Mark], n: int) -> list[_Mark]:
    """Return a mark and those of its kind that are listed before it."""
    first = n
    while first and _joined(text, marks[first - 1], marks[first]):
        first -= 1
    return list(marks[first : n + 1])


def _after(text: str, marks: Sequence[_Mark], n: int) -> list[_Mark]:
    """Return a mark and those of its kind that are listed after it."""
    last = n
    while last + 1 < len(marks) and _joined(text, marks[last], marks[last + 1]):
        last += 1
    return list(marks[n : last + 1])


def _joined(text: str, one: _Mark, other: _Mark) -> bool:
    alike = one.entity.kind is other.entity.kind
    return alike and bool(_LISTED.fullmatch(text, one.span.end, other.span.start))


def _is_suite(text: str, sentence: Span, mark: _Mark) -> bool:
    known = {key(row.suite) for row in suites()}
    return key(mark.span.of(text)) in known or bool(_CALLED_SUITE.match(text, mark.span.end, sentence.end))
