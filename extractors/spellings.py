"""Find the forms of a list in a text.

A form in lower case is found in any case, another only as it is spelled (GAN, not gan); both also in the plural, and
with or without the hyphens and spaces between their words. Of two that start alike, the longer is found.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from kg.model import Span
from kg.names import normal_form

T = TypeVar("T")

_PIECE = re.compile(r"([^\W\d_]+|\d+)|([+#*]+|(?<=\d)\.(?=\d)|&)|(\n\s|[^\w\s‐‑–/'’@-])")
"""Letters or digits; a mark that belongs to a name, as in C++, A* and 1.1; what no name crosses. The rest joins."""

_BEGINS = re.compile(r"(?<!\w)(?<!\w[-‐‑])(?!(?:[Aa]n?|[Tt]he) )\w")
_ENDS = re.compile(r"(?!\w|\.\d|[-‐‑](?:[A-Z\d]|[a-z]{1,2}\b))")
"""No part of a longer word: ImageNet is neither in "mini-ImageNet" nor in "ImageNet64"; but GAN is in "GAN-based"."""


class Found(NamedTuple, Generic[T]):
    """A stretch of text, and the things that it is a form of."""

    span: Span
    things: tuple[T, ...]


class _Piece(NamedTuple):
    """A piece of text: what it adds to a folded spelling, None where no name goes on; whether a name may end here."""

    folded: str | None
    ends: bool
    start: int
    end: int


class Forms(Generic[T]):
    """Forms and what they stand for, by folded spelling; and every beginning of a folded spelling."""

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        self._things: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for form, thing in forms:
            for folded, end in _spellings(_pieces(form), 0):
                if end == len(form):
                    self._things[folded].append(("" if form == form.lower() else _bare(form), thing))
        self._beginnings = {spelling[:length] for spelling in self._things for length in range(1, len(spelling) + 1)}

    def found(self, text: str) -> Iterator[Found[T]]:
        """Yield the forms in a text, in order, none overlapping another.

        >>> forms = Forms([("ImageNet", 1), ("graph neural network", 2), ("GAN", 3), ("CIFAR-10", 4)])
        >>> text = "Graph Neural-Networks, GANs and gan; CIFAR10 and mini-ImageNet"
        >>> [(span.of(text), things) for span, things in forms.found(text)]
        [('Graph Neural-Networks', (2,)), ('GANs', (3,)), ('CIFAR10', (4,))]
        """
        pieces, done = _pieces(text), 0
        for n, piece in enumerate(pieces):
            if piece.folded in self._beginnings and piece.start >= done and _BEGINS.match(text, piece.start):
                longest = self._longest(text, pieces, n)
                if longest:
                    yield longest
                    done = longest.span.end

    def _longest(self, text: str, pieces: Sequence[_Piece], first: int) -> Found[T] | None:
        longest, start = None, pieces[first].start
        for folded, end in _spellings(pieces, first):
            if folded not in self._beginnings:
                break
            if folded in self._things and _ENDS.match(text, end):
                bare = _bare(text[start:end])
                things = tuple(thing for case, thing in self._things[folded] if not case or bare in (case, case + "s"))
                longest = Found(Span(start, end), things) if things else longest
        return longest


def _pieces(text: str) -> list[_Piece]:
    """Return all pieces of a text; words are folded into their normal form."""
    pieces = []
    for match in _PIECE.finditer(text):
        word, mark, _ = match.groups()
        folded = normal_form(word).replace(" ", "") if word else "and" if mark == "&" else mark
        pieces.append(_Piece(folded, bool(word) or mark not in (None, ".", "&"), match.start(), match.end()))
    return pieces


def _spellings(pieces: Sequence[_Piece], first: int) -> Iterator[tuple[str, int]]:
    """Yield, for each place at which a name from this piece on could end, its folded spelling so far and that place.

    Words run together, but numbers stay apart: "CIFAR-10" and "CIFAR10" are one.
    """
    spelling = ""
    for n in range(first, len(pieces)):
        folded, ends, _, end = pieces[n]
        if folded is None:
            return
        spelling += " " + folded if spelling[-1:].isdigit() and folded[:1].isdigit() else folded
        if ends:
            yield spelling, end


def _bare(form: str) -> str:
    """Return a form without what joins its words."""
    return "".join(c for c in form if c.isalnum())
