"""Pieces of a text and their word pieces: what the tagger reads.

A piece is a run of letters, a run of digits or a single other character. Labels belong to pieces; the encoder sees
the sub-words of each piece (WordPiece, greedy longest match first, as in Devlin et al. 2019, lower-cased, accents
stripped). A piece's label is read at its first sub-word.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Encoding", "WordPiece", "pieces"]

_PIECE = re.compile(r"[^\W\d_]+|\d+|\S")
_LONGEST = 100  # a longer piece is unknown, as in BERT's own tokeniser
LIMIT = 512


@dataclass(frozen=True)
class Encoding:
    """One text as the encoder reads it.

    `ids` are sub-word ids with [CLS] and [SEP]; `offsets` the bounds of the pieces that fit; `first` the index in
    `ids` of each such piece's first sub-word. `offsets` and `first` are equally long.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]
    first: list[int]


def pieces(text: str) -> list[tuple[int, int]]:
    """Bounds of the pieces of `text`, in order; white space belongs to none.

    >>> [("GPT-4 (2023)")[a:b] for a, b in pieces("GPT-4 (2023)")]
    ['GPT', '-', '4', '(', '2023', ')']
    """
    return [match.span() for match in _PIECE.finditer(text)]


@dataclass
class WordPiece:
    """A vocabulary with a memory of the pieces it has already split."""

    vocabulary: Mapping[str, int]
    _known: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def from_words(cls, words: Sequence[str]) -> "WordPiece":
        """Return the tokeniser whose sub-word ids are the positions in `words`."""
        return cls({word: number for number, word in enumerate(words)})

    def split(self, piece: str) -> list[int]:
        """Sub-word ids of one piece; empty for a control character."""
        known = self._known.get(piece)
        if known is None:
            known = [i for word in _words(piece) for i in self._greedy(word)]
            if len(self._known) < 200_000:  # bounded, or a long run of papers would grow without end
                self._known[piece] = known
        return known

    def encode(self, text: str) -> Encoding:
        """`text` cut at `LIMIT` sub-words, never inside a piece's first sub-word."""
        ids = [self.vocabulary["[CLS]"]]
        offsets: list[tuple[int, int]] = []
        first: list[int] = []
        for start, end in pieces(text):
            split = self.split(text[start:end])
            if not split:
                continue
            if len(ids) >= LIMIT - 1:
                break
            offsets.append((start, end))
            first.append(len(ids))
            ids.extend(split)
        del ids[LIMIT - 1 :]
        ids.append(self.vocabulary["[SEP]"])
        return Encoding(ids, offsets, first)

    def _greedy(self, word: str) -> list[int]:
        unknown = [self.vocabulary["[UNK]"]]
        if len(word) > _LONGEST:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self.vocabulary.get(word[start:end] if start == 0 else "##" + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return unknown
        return found


def _words(piece: str) -> list[str]:
    """Return a piece lower-cased, without accents, CJK characters apart."""
    plain = "".join(c for c in piece if c != "\ufffd" and unicodedata.category(c) not in ("Cc", "Cf", "Cn", "Co"))
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn").lower()
    spaced = "".join(f" {c} " if _cjk(ord(c)) else c for c in plain)
    return spaced.split()


def _cjk(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )
