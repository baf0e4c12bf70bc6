"""All spans of a paper's candidates as columns, so that what is said of each is said of all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.things import Candidate

__all__ = ["SpanTable"]

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class SpanTable:
    """All spans of all candidates, a row each, candidate after candidate; `cut` is where each candidate's begin."""

    owner: Ints
    first: Ints
    last: Ints
    bounds: Floats
    kinds: Floats
    path: Ints
    confidence: Floats
    cut: Ints
    many: Ints

    @classmethod
    def of(cls, found: Sequence[Candidate]) -> "SpanTable":
        """Return the table of the spans of `found`, which is not empty."""
        spans = [(i, s) for i, c in enumerate(found) for s in c.spans]
        many = np.array([len(c.spans) for c in found])
        numbers = np.array([(i, s.first, s.last, s.path) for i, s in spans], np.intp)
        shares = np.array([(s.bounds, s.confidence, *s.kinds) for _, s in spans])
        owner, first, last, path = numbers.T
        return cls(owner, first, last, shares[:, 0], shares[:, 2:], path, shares[:, 1], np.cumsum(many) - many, many)

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the largest of each candidate's `values`, which have a row a span."""
        return np.asarray(np.maximum.reduceat(values, self.cut))

    def smallest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the smallest."""
        return np.asarray(np.minimum.reduceat(values, self.cut))

    def total(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return their sum."""
        return np.asarray(np.add.reduceat(values, self.cut))

    def mean(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return their mean."""
        total = self.total(values)
        return np.asarray(total / self.many.reshape(-1, *[1] * (total.ndim - 1)))

    def across(self) -> NDArray[np.bool_]:
        """[spans, spans]: which overlap one of another candidate."""
        touching = (self.first[:, None] <= self.last[None]) & (self.first[None] <= self.last[:, None])
        return np.asarray(touching & (self.owner[:, None] != self.owner[None]))
