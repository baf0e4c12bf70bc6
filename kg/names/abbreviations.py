"""Abbreviations that a text defines in brackets.

After A. S. Schwartz and M. A. Hearst (2003), A simple algorithm for identifying abbreviation definitions in
biomedical text, Pacific Symposium on Biocomputing 8, 451-462; with plural short forms ("GNNs") read as their
singular, and lead-ins such as "a.k.a." passed over.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.model import Span

_BRACKETS = re.compile(r"\(([^()]{2,150})\)")
_LEAD_IN = re.compile(
    r"(?:i\.e\.|a\.?k\.?a\.?|or|called|dubbed|termed|named|denoted(?: as)?|abbreviated(?: as)?|short for)[\s,:]+",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?=\S*[A-Z])[^\W_]\S{1,9}(?: \S{1,9})?")
"""Two to ten characters of at most two words, the first a letter or digit, a capital among the first word's."""

_FIRST_PART = re.compile(r"[^,;:]*")
"""What follows in the brackets is a citation or a remark."""

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"\W+")
_PLURAL = re.compile(r".*[A-Z0-9]s")
_QUOTES = "\"'`“”‘’*"


class Abbreviation(NamedTuple):
    """Where a text defines an abbreviation: the spans of the short and of the long form."""

    short: Span
    long: Span


def find_abbreviations(text: str, sentences: Iterable[Span]) -> list[Abbreviation]:
    """Return the definitions within each sentence, in order: "long form (SHORT)" and "SHORT (long form)".

    >>> [(short.of(t), long.of(t)) for t in ["We test graph neural networks (GNNs)."]
    ...  for short, long in find_abbreviations(t, [Span(0, len(t))])]
    [('GNNs', 'graph neural networks')]
    """
    return [pair for sentence in sentences for pair in _in_sentence(text, sentence)]


@lru_cache(maxsize=1 << 16)
def abbreviates(short: str, long: str) -> bool:
    """Whether the short form can stand for the whole of the long one.

    >>> abbreviates("GNNs", "graph neural network"), abbreviates("BERT", "BERT-base")
    (True, False)
    """
    return bool(_SHORT.fullmatch(short)) and _long_form(short, long) == 0


def abbreviates_end(short: str, text: str) -> bool:
    """Whether the short form can stand for the last words of a text.

    >>> abbreviates_end("GP", "multi-task Gaussian process"), abbreviates_end("GP", "multi-task regression")
    (True, False)
    """
    return bool(_SHORT.fullmatch(short)) and _long_form(short, text) is not None


def _in_sentence(text: str, sentence: Span) -> Iterator[Abbreviation]:
    for brackets in _BRACKETS.finditer(text, sentence.start, sentence.end):
        start = brackets.start(1)
        if lead_in := _LEAD_IN.match(text, start, brackets.end(1)):
            start = lead_in.end()
        inner = Span(start, brackets.end(1))
        if pair := _long_before(text, sentence, brackets.start(), inner) or _short_before(
            text, sentence, brackets.start(), inner
        ):
            yield pair


def _trimmed(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip(_QUOTES + " "))
    return Span(start + left, max(start + left, start + len(inner.rstrip(_QUOTES + " "))))


def _long_before(text: str, sentence: Span, bracket: int, inner: Span) -> Abbreviation | None:
    """Read "long form (SHORT)": the long form is sought among the words of the clause before the bracket."""
    first = _FIRST_PART.match(text, *inner)
    short = _trimmed(text, inner.start, first.end() if first else inner.end)
    form = short.of(text)
    if not _SHORT.fullmatch(form):
        return None
    clause = max(text.rfind(mark, sentence.start, bracket) + 1 for mark in ",;:()")
    window = _trimmed(text, max(clause, sentence.start), bracket)
    start = _long_form(form, window.of(text))
    return None if start is None else Abbreviation(short, _trimmed(text, window.start + start, window.end))


def _short_before(text: str, sentence: Span, bracket: int, inner: Span) -> Abbreviation | None:
    """Read "SHORT (long form)": the long form is all that stands in the brackets."""
    before = text[sentence.start : bracket].split()[-1:]
    if not before:
        return None
    start = text.rindex(before[0], sentence.start, bracket)
    short, long = _trimmed(text, start, start + len(before[0])), _trimmed(text, *inner)
    return Abbreviation(short, long) if abbreviates(short.of(text), long.of(text)) else None


def _long_form(short: str, text: str) -> int | None:
    """Return where in the text, whose end is the long form's, the shortest long form starts; None if there is none.

    Where the last words begin with just the letters and digits of the short form, it is they. Else each letter is
    sought from right to left; the first must start a word. The long form has at most two words more than the short one
    has letters.
    """
    letters = [c for c in _singular(short).lower() if c.isalnum()]
    lower, at = text.lower(), len(text)
    if len(lower) != len(text):  # a letter such as İ grows: offsets would slip
        return None
    words = [word.start() for word in _WORD.finditer(lower)][-len(letters) :]
    in_initials = letters == [lower[start] for start in words]  # PPO: "proximal" too
    if in_initials:
        at = words[0]
    for n in () if in_initials else range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (lower[at] != letters[n] or (n == 0 and at > 0 and lower[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    long = lower[start:]
    holds_short = f" {_words(short.lower())} " in f" {_words(long)} "
    another = _NUMBER.findall(short) != _NUMBER.findall(long)  # "CIFAR-100" is not short for "CIFAR-10/100"
    if len(long) <= len(short) or holds_short or another or len(long.split()) > len(letters) + 2:
        return None
    return start


def _singular(short: str) -> str:
    """GNNs without the s."""
    return short[:-1] if _PLURAL.fullmatch(short) else short


def _words(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text).strip()
