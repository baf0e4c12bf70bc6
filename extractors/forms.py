"""Find the forms of a list in a text.

A form in lower case is found in any case, another only as it is spelled (GAN, not gan); both also in the plural, and
with or without the hyphens and spaces between their words. Of two that start alike, the longer is found.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from kg.model import Span
from kg.names import normal_form

T = TypeVar("T")

_PIECE = re.compile(r"[^\W\d_]+|\d+|[+#*]+|(?<=\d)\.(?=\d)|[-‐‑–/_'’@& \n]")
"""What a name is made of: letters, digits, the marks of C++, A* and 1.1, and what joins words."""

_BEGINS = re.compile(r"(?<!\w)(?<!\w[-‐‑])\w")
_ENDS = re.compile(r"(?!\w|\.\d|[-‐‑](?:[A-Z\d]|[a-z]{1,2}\b))")
"""No part of a longer word: ImageNet is neither in "mini-ImageNet" nor in "ImageNet64"; but GAN is in "GAN-based"."""


class Found(NamedTuple, Generic[T]):
    """A stretch of text, and the things that it is a form of."""

    span: Span
    things: tuple[T, ...]


class Forms(Generic[T]):
    """Forms and what they stand for, by folded spelling; and every beginning of a folded spelling."""

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        self._things: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for form, thing in forms:
            for folded, end in _folded(form, 0):
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
        at = 0
        while begin := _BEGINS.search(text, at):
            longest = self._longest(text, begin.start())
            if longest:
                yield longest
            at = longest.span.end if longest else begin.end()

    def _longest(self, text: str, start: int) -> Found[T] | None:
        longest = None
        for folded, end in _folded(text, start):
            if folded not in self._beginnings:
                break
            if folded in self._things and _ENDS.match(text, end):
                bare = _bare(text[start:end])
                things = tuple(thing for case, thing in self._things[folded] if not case or bare in (case, case + "s"))
                longest = Found(Span(start, end), things) if things else longest
        return longest


def _folded(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield, for each place at which a name from ``start`` on could end, its spelling so far and that place.

    Words are in their normal form and run together, but numbers stay apart: "CIFAR-10" and "CIFAR10" are one.
    """
    folded, piece = "", _PIECE.match(text, start)
    while piece:
        word, end = piece[0], piece.end()
        if word[0].isalnum():
            word = normal_form(word).replace(" ", "")
            folded += " " + word if folded[-1:].isdigit() and word[:1].isdigit() else word
            yield folded, end
        elif word[0] in "+#*":
            folded += word
            yield folded, end
        elif word in ".&":
            folded += "and" if word == "&" else word
        piece = _PIECE.match(text, end)


def _bare(form: str) -> str:
    """Return a form without what joins its words."""
    return "".join(c for c in form if c.isalnum())
