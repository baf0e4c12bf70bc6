"""Words about a mention or between two, hashed: linear models over them need no vocabulary and hold no text.

Feature hashing after Weinberger et al. 2009; the tokens are cues in words, so the models are those of Hearst 1992 with
learned weights.
"""

import itertools
import re
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["BUCKETS", "Page", "hashed", "mention_tokens", "pair_tokens", "token_scores"]

BUCKETS = 1 << 15
_DIGITS = re.compile(r"\d+")
Pieces = tuple[int, int]  # first and last piece of a mention


@dataclass(frozen=True)
class Page:
    """A text as words: `words` the pieces in lower case, digits as 0; `sentence` [n] their sentence, 0 the title."""

    words: list[str]
    sentence: list[int]
    bounds: list[Pieces]

    @classmethod
    def from_text(cls, text: str, offsets: Sequence[Sequence[int]], sentences: Sequence[tuple[int, int]]) -> "Page":
        """`text` cut at the pieces `offsets`; `sentences` are bounds in characters."""
        words = [_DIGITS.sub("0", text[a:b].lower()) for a, b in offsets]
        starts = [a for a, _ in sentences]
        number = np.maximum(0, np.searchsorted(starts, [a for a, _ in offsets], side="right") - 1).tolist()
        firsts = [*np.searchsorted(number, range(len(sentences)), side="left").tolist(), len(words)]
        return cls(words, number, [(a, b - 1) for a, b in itertools.pairwise(firsts)])

    @cached_property
    def letters(self) -> list[list[str]]:
        """The distinct words of letters of each sentence, sorted."""
        return [sorted({w for w in self.words[low : high + 1] if w.isalpha()}) for low, high in self.bounds]


def mention_tokens(page: Page, mentions: Sequence[Pieces]) -> set[str]:
    """Tokens that describe one entity by its form and what stands about its first five mentions."""
    words = page.words
    first, last = mentions[0]
    found = {f"f={w}" for w in words[first : last + 1]}
    found |= {
        f"fl={words[last]}",
        f"n={min(len(mentions), 5)}",
        f"i={min(page.sentence[first], 8)}",
        f"len={min(last - first, 6)}",
    }
    if page.sentence[first] == 0:
        found.add("in title")
        found.add("title starts" if first == 0 else f"tb={words[first - 1]}")
        if last + 1 < len(words):
            found.add(f"ta={words[last + 1]}")
    body = [m for m in mentions if page.sentence[m[0]] > 0][:5]
    for number, (a, b) in enumerate(body):
        low, high = page.bounds[page.sentence[a]]
        before, after = words[max(low, a - 6) : a][::-1], words[b + 1 : min(high + 1, b + 7)]
        near = [f"{side}{k}={w}" for side, part in (("b", before), ("a", after)) for k, w in enumerate(part[:3])]
        near += [f"{side}={w}" for side, part in (("b", before), ("a", after)) for w in part]
        near += [
            f"{side}2={v}_{w}" for side, part in (("b", before), ("a", after)) for v, w in itertools.pairwise(part)
        ]
        found.update(near)
        if number == 0:
            found.update(f"1{t}" for t in near)
            found.update([f"s1={w}" for w in page.letters[page.sentence[a]]])
        found.update([f"s={w}" for w in page.letters[page.sentence[a]]])
    return found


def pair_tokens(page: Page, subject: Sequence[Pieces], object_: Sequence[Pieces]) -> set[str]:
    """Tokens that describe how one paper speaks of two things: in their closest common sentences, else apart."""
    words, found = page.words, set[str]()
    together = [
        (abs(s[0] - o[0]), s, o)
        for s in subject
        for o in object_
        if page.sentence[s[0]] == page.sentence[o[0]] and (s[1] < o[0] or o[1] < s[0])
    ]
    for number, (_, s, o) in enumerate(sorted(together)[:3]):
        left, right = min(s, o), max(s, o)
        way = ">" if s < o else "<"
        low, high = page.bounds[page.sentence[left[0]]]
        between = words[left[1] + 1 : right[0]]
        where = "t" if low == 0 else ""
        found.update(f"{where}w{way}{w}" for w in between[:30])
        found.update(f"{where}ww{way}{v}_{w}" for v, w in itertools.pairwise(between))
        found.update(f"p{way}{w}" for w in words[max(low, left[0] - 4) : left[0]])
        found.update(f"q{way}{w}" for w in words[right[1] + 1 : min(high + 1, right[1] + 5)])
        found.update(f"b{way}{w}" for w in words[max(left[1] + 1, right[0] - 2) : right[0]])
        found.update([f"d{way}{w}" for w in page.letters[page.sentence[left[0]]]])
        if number == 0:
            found |= {f"gap{way}{min(len(between), 20)}", f"in{min(page.sentence[left[0]], 8)}"}
    found.add(f"together={min(len(together), 3)}")
    if not together:
        a, b = page.sentence[subject[-1][0]], page.sentence[object_[0][0]]
        found |= {f"apart={max(-4, min(4, b - a))}"}
        for side, (first, _) in (("S", subject[-1]), ("O", object_[-1])):
            low, _ = page.bounds[page.sentence[first]]
            found.update([f"{side}{w}" for w in page.letters[page.sentence[first]]])
            found.update(f"{side}b{w}" for w in words[max(low, first - 3) : first])
    for side, spans in (("s", subject), ("o", object_)):
        found |= {
            f"{side}l={words[spans[0][1]]}",
            f"{side}t={page.sentence[spans[0][0]] == 0}",
            f"{side}n={min(4, len(spans))}",
        }
    found.add(f"order={subject[0] < object_[0]}")
    return found


def hashed(tokens: Collection[str]) -> NDArray[np.int64]:
    """Return the buckets of `tokens`, sorted: the same, and summed in the same order, on every machine."""
    return np.sort(np.fromiter(map(_bucket, tokens), np.int64, len(tokens)))


@lru_cache(maxsize=1 << 17)  # most tokens come again in the next paper
def _bucket(token: str) -> int:
    return zlib.crc32(token.encode()) % BUCKETS


def token_scores(
    buckets: Sequence[NDArray[np.int64]], weights: NDArray[np.floating], bias: NDArray[np.floating]
) -> NDArray[np.float32]:
    """Return linear scores [n, k] of hashed lists of tokens under `weights` [BUCKETS, k], each list of length one."""
    scores = np.zeros((len(buckets), weights.shape[1]), np.float32)
    for i, at in enumerate(buckets):
        if len(at):
            scores[i] = weights[at].sum(axis=0, dtype=np.float32) / np.sqrt(len(at))
    return scores + bias.astype(np.float32)
