"""The token tagger: a small BERT in ONNX that labels pieces, and the spans its labels may mean.

BIO over four kinds. The spans are not only those on the best path: every span that begins, goes on and ends with some
probability is a candidate, with the probability of its bounds and of its kinds apart; the second look decides.
One text a call, unpadded, one thread: dynamic int8 scales activations over the whole call, so a text's reading would
else depend on its neighbours.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from extractors import MODEL, evidence
from extractors.pieces import WordPiece

__all__ = ["KINDS", "Reading", "Span", "Tagger", "candidate_spans", "probabilities", "viterbi"]

GROUP, READING = "name_tagger", "reading"
"""The name of this component, and the key in a document's ``user_data`` of what it saw."""

KINDS = ("method", "dataset", "task", "metric")
_MOST_PIECES = 24

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """What the tagger saw in one text, a row a piece.

    `offsets` int [n, 2] bounds in the text; `probabilities` float [n, 9] over O, B-method, I-method, B-dataset, ...;
    `hidden` float [n, width] of the encoder's last layer.
    """

    text: str
    offsets: NDArray[np.int32]
    probabilities: Floats
    hidden: Floats


@dataclass(frozen=True)
class Span:
    """Pieces `first` to `last` (inclusive) as one mention.

    `bounds`: probability that something begins and ends just here; `kinds`: mean probability of each kind over its
    pieces; `confidence`: geometric mean of the best kind's label probabilities; `path`: the index of the kind if the
    span is on the Viterbi path, else -1.
    """

    first: int
    last: int
    bounds: float
    kinds: tuple[float, float, float, float]
    confidence: float
    path: int


class Tagger:
    """An ONNX session and its vocabulary."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokens = WordPiece.from_words(vocabulary.read_text("utf-8").split("\n"))

    def read(self, text: str) -> Reading:
        """One text, cut at 512 sub-words."""
        encoding = self._tokens.encode(text)
        logits, hidden = self._session.run(["logits", "hidden"], {"ids": np.array([encoding.ids], np.int64)})
        offsets = np.array(encoding.offsets, np.int32).reshape(-1, 2)
        return Reading(text, offsets, probabilities(logits[encoding.first]), hidden[encoding.first])


def probabilities(logits: NDArray[Any]) -> Floats:
    """Softmax over the last axis, in fp32."""
    wide = logits.astype(np.float32)
    powers = np.exp(wide - wide.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def viterbi(probabilities: Floats) -> list[tuple[int, int, int]]:
    """Return the best legal labelling as spans (first, last, kind), after Viterbi 1967.

    `probabilities` [n, labels] over O, then B and I of each kind; 9 labels are four kinds.
    """
    if not len(probabilities):
        return []
    logs = np.log(np.maximum(probabilities, 1e-9)).astype(np.float64).tolist()
    # a text opens with O or a B label
    score = [value if label % 2 or not label else -np.inf for label, value in enumerate(logs[0])]
    back: list[list[int]] = []
    for row in logs[1:]:
        best = score.index(max(score))
        # O and B follow anything; I of a kind only B or I of that kind
        step = [best] * len(row)
        for inside in range(2, len(row), 2):
            step[inside] = inside - (score[inside - 1] >= score[inside])
        back.append(step)
        score = [score[previous] + value for previous, value in zip(step, row, strict=True)]
    path = [score.index(max(score))]
    for step in reversed(back):
        path.append(step[path[-1]])
    spans: list[tuple[int, int, int]] = []
    for i, label in enumerate(reversed(path)):
        if label % 2:
            spans.append((i, i, (label - 1) // 2))
        elif label:
            spans[-1] = (spans[-1][0], i, spans[-1][2])
    return spans


def candidate_spans(probabilities: Floats, *, least: float = 0.04) -> list[Span]:
    """Spans of the Viterbi path and all others whose bounds are as probable as `least`, in order of place."""
    best = {(first, last): kind for first, last, kind in viterbi(probabilities)}
    begins = probabilities[:, 1::2].sum(axis=1)
    inside = np.append(probabilities[:, 2::2].sum(axis=1), 0.0)
    found: dict[tuple[int, int], float] = {}
    for first in np.flatnonzero(begins > least).tolist():
        running = float(begins[first])
        for last in range(first, min(first + _MOST_PIECES, len(begins))):
            if last > first:
                running *= float(inside[last])
            if running < least:
                break
            bounds = running * (1 - float(inside[last + 1]))
            if bounds >= least:
                found[first, last] = bounds
    for place in best:
        if place not in found:
            begin, end = place
            product = float(begins[begin] * inside[begin + 1 : end + 1].prod())
            found[place] = product * (1 - float(inside[end + 1]))
    places = sorted(found)
    firsts, lasts = np.array(places, np.intp).reshape(-1, 2).T
    lengths = lasts + 1 - firsts
    kinds = probabilities[:, 1::2] + probabilities[:, 2::2]
    totals = np.concatenate([np.zeros((1, 4)), np.cumsum(kinds, axis=0, dtype=np.float64)])
    means = (totals[lasts + 1] - totals[firsts]) / lengths[:, None]
    path = np.array([best.get(place, -1) for place in places], np.intp)
    own = np.where(path < 0, means.argmax(axis=1), path)
    logs = np.log(np.maximum(probabilities, 1e-9))
    inner = np.concatenate([np.zeros((1, 4)), np.cumsum(logs[:, 2::2], axis=0, dtype=np.float64)])
    confidence = np.exp((logs[firsts, 1 + 2 * own] + inner[lasts + 1, own] - inner[firsts + 1, own]) / lengths)
    columns = (means.tolist(), confidence.tolist(), path.tolist())
    return [
        Span(*place, found[place], (a, b, c, d), sure, kind)
        for place, (a, b, c, d), sure, kind in zip(places, *columns, strict=True)
    ]


@cache
def shipped() -> Tagger:
    """Return the tagger that ships; one a process."""
    return Tagger(MODEL / "tagger.onnx", MODEL / "vocabulary.txt")


@Language.component(GROUP, assigns=["doc.user_data"])
def component(doc: Doc) -> Doc:
    """Leave with the document what the tagger saw in its prose."""
    doc.user_data[READING] = shipped().read(evidence.prose(doc))
    return doc
