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
Ints = NDArray[np.intp]
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
    subject, object_ = np.array(pairs).T
    probable = np.array([end.probability for end in ends])
    kinds = np.array([end.kind for end in ends])
    proposed = np.array([end.roles[0] if end.kind == "method" else 0.0 for end in ends])
    sums = [*(probable[kinds == kind].sum() for kind in ("method", "dataset", "task")), proposed.sum()]
    others = np.where(np.eye(len(ends), dtype=bool), 0.0, proposed).max(axis=1)
    columns = (
        numbers[subject], numbers[object_], words, [_places(page, mentions[s], mentions[o]) for s, o in pairs],
        [_nested(ends[s].candidate.key, ends[o].candidate.key) for s, o in pairs],
        np.tile(sums, (len(pairs), 1)), others[subject, None],
        _among_rivals(subject, object_, kinds, words.max(axis=1)), (sums[-1] - proposed[subject])[:, None],
    )  # fmt: skip
    return pairs, np.concatenate(columns, axis=1, dtype=np.float32, casting="unsafe")


def _nested(subject: str, object_: str) -> tuple[bool, bool]:
    return object_ in subject, subject in object_


def _places(page: Page, subject: Sequence[Pieces], object_: Sequence[Pieces]) -> tuple[int, ...]:
    """How often the two stand together, how close, how often in the title and after it; how far apart, which first."""
    shared = _together(page, subject, object_)
    titled = sum(sentence == 0 for _, sentence in shared)
    apart = page.sentence[object_[0][0]] - page.sentence[subject[0][0]]
    gap = shared[0][0] if shared else 99
    return len(shared), gap, titled, len(shared) - titled, apart, subject[0] < object_[0]


def _among_rivals(subject: Ints, object_: Ints, kinds: NDArray[np.str_], own: Floats) -> Floats:
    """Return how each pair stands among others, [n, 3].

    The lead of its score `own` [n] over the pairs with its object, and over those with its subject and an object of
    its kind; and how many pairs with its object score more.
    """
    same_object = object_[:, None] == object_
    same_subject = (subject[:, None] == subject) & (kinds[object_][:, None] == kinds[object_])
    itself = np.eye(len(own), dtype=bool)
    columns = []
    for same in (same_object & ~itself, same_subject & ~itself):
        best = np.where(same, own, -np.inf).max(axis=1)
        columns.append(own - np.where(same.any(axis=1), best, 0.0))
    columns.append((same_object & (own > own[:, None])).sum(axis=1))
    return np.stack(columns, axis=1)


def _end_numbers(page: Page, ends: Sequence[End], mentions: Sequence[Sequence[Pieces]]) -> Floats:
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
    return np.array(numbers, np.float32)


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
