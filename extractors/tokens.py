"""Tokens: the pieces of a text that every component counts in.

A token is a run of letters, a run of digits, any other single character, or a run of white space; a single space
after a token belongs to it. Names end where letters, digits and marks do ("CIFAR-10/100", "GAN-based",
"owner/name}."), so every mention is a whole number of such tokens, which is not true of spaCy's own.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TOKEN = re.compile(r"([^\W\d_]+|\d+|\S)( (?!\s))?|\s+")
"""A token with the single space after it, or white space that stands alone."""


def tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each token and whether a space follows it; joined again they are the text.

    >>> [word for word, _ in tokens("on CIFAR-10/100.")]
    ['on', 'CIFAR', '-', '10', '/', '100', '.']
    """
    for match in _TOKEN.finditer(text):
        word, space = match.groups()
        yield (word, space is not None) if word else (match[0], False)


class Tokenizer:
    """The tokeniser of the pipeline: spaCy asks for an object that holds the vocabulary."""

    def __init__(self, vocab: "Vocab") -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> "Doc":
        """Return the text as a document of these tokens."""
        from spacy.tokens import Doc

        pairs = list(tokens(text))
        return Doc(self.vocab, words=[word for word, _ in pairs], spaces=[space for _, space in pairs])
