"""Relations between the things of one paper: EXTENDS, OUTPERFORMS, EVALUATED_ON, APPLIED_TO.

Candidates are all pairs that the predicate's signature allows, whether or not one sentence holds both. A linear model
over hashed words between and around them (`words`) gives scores that boosted trees weigh with the ends' roles,
probabilities and places; in the manner of Zhou et al. 2005, features of the ends and of the words between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.things import Candidate
from extractors.words import Page, Pieces, hashed, pair_tokens, token_scores

__all__ = ["PAIR_FEATURES", "PREDICATES", "End", "evidence", "pair_features"]

PREDICATES = {
    "EXTENDS": ("method", "method"),
    "OUTPERFORMS": ("method", "method"),
    "EVALUATED_ON": ("method", "dataset"),
    "APPLIED_TO": ("method", "task"),
}
Floats = NDArray[np.float32]
Weights = Mapping[str, tuple[NDArray[np.floating], NDArray[np.floating]]]

_ENDS = (
    "p", "proposed", "used", "baseline", "introduced", "in title", "title only", "first sentence", "last sentence",
    "mentions", "words", "lower only", "rank p", "rank proposed", "place",
)  # fmt: skip
PAIR_FEATURES = (
    *(f"subject {name}" for name in _ENDS),
    *(f"object {name}" for name in _ENDS),
    "words extends", "words outperforms", "words evaluated", "words applied", "back extends", "back outperforms",
    "together", "gap", "together in title", "together in body", "apart", "order", "contains", "contained",
    "methods", "datasets", "tasks", "proposed", "best rival subject", "sum for object", "sum for subject",
    "rank for object",
    "proposed not subject",
)  # fmt: skip


@dataclass(frozen=True)
class End:
    """An entity that may be an end: what it is, how probable, and its role's probabilities.

    `roles`: proposed, used, baseline (methods) and introduced (data sets); zeros where they do not apply.
    """

    candidate: Candidate
    kind: str
    probability: float
    roles: tuple[float, ...]


def pair_features(page: Page, ends: Sequence[End], weights: Weights) -> tuple[list[tuple[int, int]], Floats]:
    """All pairs of `ends` that some predicate allows, as indices, and their features [n, len(PAIR_FEATURES)]."""
    mentions = [[(s.first, s.last) for s in end.candidate.spans] for end in ends]
    numbers = _end_numbers(page, ends, mentions)
    pairs = [
        (s, o)
        for s, subject in enumerate(ends)
        for o, object_ in enumerate(ends)
        if s != o and subject.kind == "method" and object_.kind in ("method", "dataset", "task")
    ]
    if not pairs:
        return [], np.zeros((0, len(PAIR_FEATURES)), np.float32)
    words = _word_scores(page, ends, mentions, pairs, weights)
    counts = [float(sum(e.probability for e in ends if e.kind == kind)) for kind in ("method", "dataset", "task")]
    proposed = [e.roles[0] if e.kind == "method" else 0.0 for e in ends]
    own = words.max(axis=1)
    rows = np.zeros((len(pairs), len(PAIR_FEATURES)), np.float32)
    for n, (s, o) in enumerate(pairs):
        shared = _together(page, mentions[s], mentions[o])
        keys = ends[s].candidate.key, ends[o].candidate.key
        subject_place, object_place = mentions[s][0], mentions[o][0]
        rows[n] = [
            *numbers[s], *numbers[o], *words[n],
            len(shared), min((gap for gap, _ in shared), default=99),
            sum(sentence == 0 for _, sentence in shared), sum(sentence > 0 for _, sentence in shared),
            page.sentence[object_place[0]] - page.sentence[subject_place[0]], subject_place < object_place,
            keys[1] in keys[0], keys[0] in keys[1],
            *counts, sum(proposed), max((v for i, v in enumerate(proposed) if i != s), default=0.0), 0.0, 0.0, 0.0,
            sum(proposed) - proposed[s],
        ]  # fmt: skip
    # how this pair stands among the pairs with the same end and kind
    for n, (s, o) in enumerate(pairs):
        kind = ends[o].kind
        same_object = [m for m, (_, x) in enumerate(pairs) if x == o]
        same_subject = [m for m, (x, y) in enumerate(pairs) if x == s and ends[y].kind == kind]
        rows[n, -4] = own[n] - max((own[m] for m in same_object if m != n), default=0.0)
        rows[n, -3] = own[n] - max((own[m] for m in same_subject if m != n), default=0.0)
        rows[n, -2] = sum(own[m] > own[n] for m in same_object)
    return pairs, rows


def _end_numbers(page: Page, ends: Sequence[End], mentions: Sequence[Sequence[Pieces]]) -> list[list[float]]:
    numbers: list[list[float]] = []
    for i, end in enumerate(ends):
        inside = [page.sentence[a] for a, _ in mentions[i]]
        form = max(end.candidate.forms, key=len)
        alike = [e for e in ends if e.kind == end.kind]
        numbers.append([
            end.probability, *end.roles, 0 in inside, set(inside) == {0}, min((s for s in inside if s), default=0),
            max(inside), len(inside), len(form.split()), form.islower(),
            sum(e.probability > end.probability for e in alike), sum(e.roles[0] > end.roles[0] for e in alike),
            mentions[i][0][0] / max(1, len(page.words)),
        ])  # fmt: skip
    return numbers


def _word_scores(
    page: Page,
    ends: Sequence[End],
    mentions: Sequence[Sequence[Pieces]],
    pairs: Sequence[tuple[int, int]],
    weights: Weights,
) -> Floats:
    """[n, 6]: the four predicates' linear scores, and of the pair turned round the two that allow it; -9 elsewhere."""
    scores = np.full((len(pairs), 6), -9.0, np.float32)
    place = {pair: n for n, pair in enumerate(pairs)}
    tokens = [hashed(pair_tokens(page, mentions[s], mentions[o])) for s, o in pairs]
    for column, (predicate, (_, kind)) in enumerate(PREDICATES.items()):
        rows = [n for n, (_, o) in enumerate(pairs) if ends[o].kind == kind]
        if rows:
            scores[rows, column] = token_scores([tokens[n] for n in rows], *weights[predicate])[:, 0]
    for n, (s, o) in enumerate(pairs):
        if (o, s) in place:
            scores[n, 4:] = scores[place[o, s], :2]
    return scores


def _together(page: Page, subject: Sequence[Pieces], object_: Sequence[Pieces]) -> list[tuple[int, int]]:
    """(pieces between, sentence) of every pair of mentions that share a sentence and do not overlap."""
    return sorted(
        (max(s[0], o[0]) - min(s[1], o[1]) - 1, page.sentence[s[0]])
        for s in subject
        for o in object_
        if page.sentence[s[0]] == page.sentence[o[0]] and (s[1] < o[0] or o[1] < s[0])
    )


def evidence(page: Page, subject: Candidate, object_: Candidate) -> int:
    """Return the sentence that best supports a relation: one with both ends, else one with the object.

    Of several with both, the one where they stand closest; sentences of the abstract go before the title (number 0).
    """
    ends = [[(s.first, s.last) for s in candidate.spans] for candidate in (subject, object_)]
    shared = _together(page, *ends)
    if shared:
        return min(shared, key=lambda pair: (pair[1] == 0, pair[0], pair[1]))[1]
    return min((page.sentence[a] for a, _ in ends[1]), key=lambda number: (number == 0, number))
