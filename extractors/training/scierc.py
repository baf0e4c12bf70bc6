"""Another task for the same encoder: the six kinds of SciERC (Luan et al. 2018), trained on its own training part.

It shows what an encoder of this size can learn, beside SciBERT (Beltagy et al. 2019), which is three times as large.
Nothing of it ships: the corpus states no licence.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file

from extractors.pieces import WordPiece
from extractors.tagger import probabilities, viterbi
from extractors.training.bert import TokenClassifier, from_weights
from extractors.training.corpora import Annotated, read_corpus
from extractors.training.train import Example, labels, train

__all__ = ["KINDS", "exact", "fine_tune", "score"]

KINDS = ("Generic", "Material", "METHOD", "METRIC", "OtherScientificTerm", "TASK")
EPOCHS, BATCH = 10, 8

Spans = set[tuple[int, int, str]]


def fine_tune(encoder: Mapping[str, NDArray[Any]], tokens: WordPiece, folder: Path, *, seed: int = 0) -> None:
    """Train 12 layers from `encoder` on SciERC's training part, weights into `folder`; print the figures on dev.

    A run that was killed goes on from its checkpoint; one that had ended only prints.
    """
    ended = folder / "model.safetensors"
    if not ended.exists():
        examples = [_example(text, tokens) for text in read_corpus("scierc.train")]
        head = np.random.default_rng(seed).normal(0, 0.02, (1 + 2 * len(KINDS), 384))
        start = {**encoder, "classifier.weight": head, "classifier.bias": np.zeros(len(head))}
        steps = EPOCHS * -(-len(examples) // BATCH)
        model = from_weights(start)
        train(model, [lambda: examples] * EPOCHS, steps, folder, batch=BATCH, seed=seed)
    model = from_weights(load_file(ended))
    _print(list(read_corpus("scierc.dev")), model, tokens)


def _example(text: Annotated, tokens: WordPiece) -> Example:
    encoding = tokens.encode(text.text)
    return Example(encoding, labels(encoding, text.spans, KINDS), None)


def exact(model: TokenClassifier, tokens: WordPiece, text: str) -> Spans:
    """Return the spans that the model reads in a text: (start, end, kind)."""
    encoding = tokens.encode(text)
    with torch.no_grad():
        ids = torch.tensor([encoding.ids])
        logits = model(ids, ids != 0)[0][0, encoding.first].numpy()
    at = encoding.offsets
    return {(at[first][0], at[last][1], KINDS[kind]) for first, last, kind in viterbi(probabilities(logits))}


def score(pairs: Sequence[tuple[Spans, Spans]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (gold, read) spans, summed over texts."""
    right, read, gold = (sum(map(len, spans)) for spans in zip(*((g & r, r, g) for g, r in pairs), strict=True))
    return right / max(read, 1), right / max(gold, 1), 2 * right / max(read + gold, 1)


def _print(texts: Sequence[Annotated], model: TokenClassifier, tokens: WordPiece) -> None:
    model.eval()
    pairs = [(set(text.spans), exact(model, tokens, text.text)) for text in texts]
    for kind in (*KINDS, "all"):
        own = [(_of_kind(gold, kind), _of_kind(read, kind)) for gold, read in pairs]
        print(f"{kind:<20}" + "  ".join(f"{figure:.3f}" for figure in score(own)))


def _of_kind(spans: Spans, kind: str) -> Spans:
    return {span for span in spans if kind in ("all", span[2])}
