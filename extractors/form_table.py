"""What is known of a form before reading: how readers of training papers took it, and which name lists hold it.

Forms are kept as 64-bit hashes of their normal form, in a sorted array, so that the table is small and holds no text.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["COLUMNS", "LISTS", "FormTable", "form_hash", "occurring"]

# papers whose text has the form; of these, where it is required and where optional, for each kind; and in which role
COLUMNS = (
    "seen",
    *(f"{want}-{kind}" for want in ("required", "optional") for kind in ("method", "dataset", "task", "metric")),
    *("proposed", "used", "baseline", "introduced"),
)
LISTS = ("methods", "datasets", "tasks", "metrics", "cso", "silver_acronyms", "silver_title_names")
_LONGEST = 12


def form_hash(key: str) -> int:
    """Return a 64-bit hash of a normal form, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class FormTable:
    """`hashes` uint64 [m], sorted; `counts` uint16 [m, 13] (`COLUMNS`); `lists` uint8 [m], a bit a list."""

    hashes: NDArray[np.uint64]
    counts: NDArray[np.uint16]
    lists: NDArray[np.uint8]

    @classmethod
    def from_file(cls, path: Path) -> "FormTable":
        """Return the table in an npz file with these three arrays."""
        with np.load(path) as data:
            return cls(data["hashes"], data["counts"], data["lists"])

    def look_up(self, keys: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Return counts [n, 13] and list bits [n] of `keys`; zeros where a form is unknown."""
        wanted = np.array([form_hash(key) for key in keys], np.uint64)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        known = self.hashes[at] == wanted
        counts = np.where(known[:, None], self.counts[at], 0).astype(np.float32)
        return counts, np.where(known, self.lists[at], 0).astype(np.uint8)


def occurring(norms: Sequence[str], known: Iterable[str] | set[str] | frozenset[str]) -> set[str]:
    """Return those of `known` that are the form of a run of at most 12 pieces; `norms` are the pieces' plain forms.

    >>> sorted(occurring(["graph", "", "neural", "networks"], {"graph", "neuralnetwork", "net"}))
    ['graph', 'neuralnetwork']
    """
    known = known if isinstance(known, (set, frozenset)) else set(known)
    found: set[str] = set()
    for first, norm in enumerate(norms):
        if not norm:
            continue
        run = ""
        for following in norms[first : first + _LONGEST]:
            if not following:
                continue
            run += following
            key = run
            if run[-1] == "s" and len(run) > 3:
                key = run[:-2] if run.endswith("sses") else run if run.endswith("ss") else run[:-1]
            if key in known:
                found.add(key)
    return found
