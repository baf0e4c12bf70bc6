"""Annotated papers set beside what a tagger saw of them: candidates, states, counts and the readers' answers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.form_table import FormTable
from extractors.judgement import Paper
from extractors.second_look import context_vectors, known_forms
from extractors.sentences import sentences
from extractors.tagger import KINDS, Reading, probabilities
from extractors.training.counts import own_counts
from extractors.training.shared import annotated, load_outputs, text_of, unseen
from kg.names import plain_form

__all__ = ["Case", "cases", "gold_case"]


@dataclass(frozen=True)
class Case:
    """One paper to learn a decision from.

    `labels` [n, 4]: 2 if a reader requires the candidate as that kind, 1 if it is optional, 0 if it is not marked.
    `roles`: for methods and data sets, each candidate's role (alternatives joined by a bar) and whether it is required.
    """

    gold: dict[str, Any]
    paper: Paper
    counts: NDArray[np.float32]
    lists: NDArray[np.uint8]
    states: NDArray[np.float16]
    labels: NDArray[np.int8]
    roles: tuple[list[tuple[str, bool] | None], ...]


def cases(folder: Path, table: FormTable) -> list[Case]:
    """Return the papers that the teacher has not seen (set 3 and the 450), as the outputs in `folder` have them."""
    outputs = load_outputs(folder)
    hidden = unseen()
    every = annotated()
    forms = {plain_form(n) for p in every for k in KINDS for e in p[f"{k}s"] for n in (e["name"], *e["aliases"])} - {""}
    found: list[Case] = []
    for gold in every:
        if gold["set"] == 3 or gold["id"] in hidden:
            output = outputs[gold["id"]]
            reading = Reading(
                text_of(gold), output.offsets, probabilities(output.logits), output.hidden.astype(np.float32)
            )
            found.append(gold_case(gold, reading, table, own_counts(gold, forms)))
    return found


def gold_case(
    gold: dict[str, Any], reading: Reading, table: FormTable, own: dict[str, NDArray[np.float32]] | None = None
) -> Case:
    """One paper's case; `own` is what it added to the table's counts, taken off again."""
    bounds = sentences(reading.text, max(reading.text.find("\n"), 0))
    paper = Paper.from_reading(reading, bounds)
    counts, lists = known_forms(table, paper.found, own)
    states = context_vectors(reading, paper.found, bounds).astype(np.float16)
    labels = np.zeros((len(paper.found), 4), np.int8)
    roles: tuple[list[tuple[str, bool] | None], ...] = ([], [])
    for number, kind in enumerate(KINDS):
        marked: dict[str, tuple[str, bool]] = {}
        for entity in sorted(gold[f"{kind}s"], key=lambda e: e["required"]):
            for name in (entity["name"], *entity["aliases"]):
                marked[plain_form(name)] = (entity.get("role") or "", entity["required"])
        for i, candidate in enumerate(paper.found):
            hits = sorted((marked[k] for k in candidate.keys if k in marked), key=lambda h: not h[1])
            if hits:
                labels[i, number] = 2 if hits[0][1] else 1
            if number < 2:
                roles[number].append(hits[0] if hits else None)
    # the hidden states are large and no longer needed
    light = Paper(
        Reading(reading.text, reading.offsets, reading.probabilities, reading.hidden[:0]),
        paper.found,
        bounds,
        paper.page,
    )
    return Case(gold, light, counts, lists, states, labels, roles)
