"""Fit ``extractors/weights.tsv`` on ``$KG_SHARED/annotated/train.jsonl``: ``python -m extractors.training.weights``.

Every candidate of the papers of sets 2 and 3 is an example: its features, and the kind of the required entity that one
of its forms names, or none; what readers left optional is left out. Multinomial logistic regression with an L2 prior
(the weights of "none" are zero), by Adam over all examples at once; no randomness.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import extractors
from extractors import decide, evidence
from extractors.read import nlp
from extractors.weighing import KINDS, features
from kg.model import Paper
from kg.names import key

TABLE = Path(extractors.__file__).with_name("weights.tsv")
LEAST = 25  # a feature of fewer candidates gets no weight
L2, STEPS, RATE, SETTLE = 2.0, 1500, 0.05, 900  # from step SETTLE on a seventh of the rate

Example = tuple[dict[str, float], int]


def examples(papers: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """Yield the features of each candidate and the number of its kind, from 1; 0 is none."""
    pipeline = nlp()
    with pipeline.select_pipes(disable=[decide.GROUP]):
        for paper in papers:
            text = Paper("paper/src:x", paper["title"], paper["abstract"]).text
            with pipeline.memory_zone():
                doc = pipeline.make_doc(text)
                doc.user_data[evidence.TITLE_END] = len(paper["title"])
                found = decide.candidates(pipeline(doc))
            for candidate in found:
                forms = {key(form) for form in candidate.forms(text)}
                forms |= {key(e.what) for e in candidate.of("known_names") if "/" in e.span.of(text)}
                label = _label(paper, forms)
                if label is not None:
                    yield features(text, candidate, len(paper["title"])), label


def _label(paper: Mapping[str, Any], forms: set[str]) -> int | None:
    optional = False
    for number, kind in enumerate(KINDS, 1):
        for entity in paper[f"{kind.key}s"]:
            if forms & {key(name) for name in (entity["name"], *entity["aliases"])}:
                if entity["required"]:
                    return number
                optional = True
    return None if optional else 0


def fit(found: list[Example]) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Return the features that are common enough, sorted, and a row of weights for each: none's, then the kinds'."""
    counts = Counter(name for of_one, _ in found for name in of_one)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    column = {name: n for n, name in enumerate(names)}
    inputs = np.zeros((len(found), len(names)))
    for row, (of_one, _) in enumerate(found):
        for name, value in of_one.items():
            if name in column:
                inputs[row, column[name]] = value
    labels = np.eye(len(KINDS) + 1)[[label for _, label in found]]
    weights = np.zeros((len(names), len(KINDS) + 1))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        powers = np.exp(inputs @ weights)
        slope = (inputs.T @ (powers / powers.sum(1, keepdims=True) - labels) + L2 * weights) / len(found)
        slope[:, 0] = 0
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = RATE if step < SETTLE else RATE / 7
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return names, weights


def main() -> None:
    """Fit, and write the table."""
    lines = Path(os.environ["KG_SHARED"], "annotated", "train.jsonl").read_text("utf-8").splitlines()
    found = list(examples(paper for paper in map(json.loads, lines) if paper["set"] >= 2))
    names, weights = fit(found)
    rows = ["\t".join((name, *(f"{w:.2f}" for w in row[1:]))) for name, row in zip(names, weights, strict=True)]
    TABLE.write_text("\n".join(["\t".join(("feature", *(kind.key for kind in KINDS))), *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
