"""Linear models over hashed words for roles and relations, fitted on annotated mentions, whatever the tagger."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.pieces import pieces
from extractors.relations import PREDICATES
from extractors.roles import DATASET_ROLES, METHOD_ROLES
from extractors.sentences import sentences
from extractors.training.shared import annotated, text_of, unseen
from extractors.words import BUCKETS, Page, Pieces, hashed, mention_tokens, pair_tokens
from kg.names import plain_form

__all__ = ["fit_words"]

_KEEP = 0.4  # share of the pairs of methods without a relation that is learnt from


def fit_words(target: Path) -> None:
    """Fit on the papers that the teacher was trained on, so that the scores of the others are out of sample.

    Writes `NAME.weights` [BUCKETS, k] (fp16) and `NAME.bias` for `method`, `dataset` and each predicate. Roles: sets 1
    and 2, the first at 0.6 of the weight; relations: set 2 alone, whose readers agree.
    """
    known = unseen()
    draw = random.Random(0)
    roles: dict[str, tuple[list[Any], list[int], list[float]]] = {"method": ([], [], []), "dataset": ([], [], [])}
    pairs: dict[str, tuple[list[Any], list[bool], list[float]]] = {name: ([], [], []) for name in PREDICATES}
    for paper in annotated():
        if paper["set"] == 3 or paper["id"] in known:
            continue
        page, mentions = _mentions(paper)
        _add_roles(paper, page, mentions, roles)
        if paper["set"] == 2:
            _add_pairs(paper, page, mentions, pairs, draw)
    arrays: Any = {}  # numpy types the keywords of savez as bool
    for name, (rows, labels, weights) in {**roles, **pairs}.items():
        matrix, bias = _fit(rows, np.array(labels, int), np.array(weights))
        if name in roles and matrix.shape[1] == 1:
            matrix, bias = np.concatenate([-matrix / 2, matrix / 2], axis=1), np.array([-bias[0] / 2, bias[0] / 2])
        arrays |= {f"{name}.weights": matrix.astype(np.float16), f"{name}.bias": bias.astype(np.float32)}
    np.savez_compressed(target, **arrays)


def _mentions(paper: dict[str, Any]) -> tuple[Page, dict[tuple[str, str], list[Pieces]]]:
    text = text_of(paper)
    offsets = pieces(text)
    starts = np.array([a for a, _ in offsets])
    found: dict[tuple[str, str], list[Pieces]] = {}
    for span in paper["spans"]:
        first, last = (int(np.searchsorted(starts, span[side])) for side in ("start", "end"))
        if first < last:
            found.setdefault((span["kind"], span["entity"]), []).append((first, last - 1))
    return Page.from_text(text, offsets, sentences(text, max(text.find("\n"), 0))), {
        key: sorted(spans) for key, spans in found.items()
    }


def _add_roles(
    paper: dict[str, Any], page: Page, mentions: dict[tuple[str, str], list[Pieces]], roles: dict[str, Any]
) -> None:
    for kind, names in (("method", METHOD_ROLES), ("dataset", DATASET_ROLES)):
        for entity in paper[f"{kind}s"]:
            if (kind, entity["name"]) in mentions:
                rows, labels, weights = roles[kind]
                rows.append(hashed(mention_tokens(page, mentions[kind, entity["name"]])))
                labels.append(names.index(entity["role"].split("|")[0]))
                weights.append((1.0 if entity["required"] else 0.5) * (1.0 if paper["set"] == 2 else 0.6))


def _add_pairs(
    paper: dict[str, Any],
    page: Page,
    mentions: dict[tuple[str, str], list[Pieces]],
    pairs: dict[str, Any],
    draw: random.Random,
) -> None:
    names: dict[tuple[str, str], str] = {}
    for kind in ("method", "dataset", "task"):
        for entity in paper[f"{kind}s"]:
            for form in (entity["name"], *entity["aliases"]):
                names.setdefault((kind, plain_form(form)), entity["name"])
    true = {
        (names.get((PREDICATES[p][0], plain_form(s))), p, names.get((PREDICATES[p][1], plain_form(o))))
        for s, p, o in paper["relations"]
        if p in PREDICATES
    }
    for (kind, subject), spans in mentions.items():
        for (other, object_), ends in mentions.items():
            if kind != "method" or other == "metric" or (kind, subject) == (other, object_):
                continue
            labels = {p: (subject, p, object_) in true for p, (_, o) in PREDICATES.items() if o == other}
            weight = 1.0
            if other == "method" and not any(labels.values()):
                if draw.random() > _KEEP:
                    continue
                weight = 1 / _KEEP
            tokens = hashed(pair_tokens(page, spans, ends))
            for predicate, label in labels.items():
                rows, found, weights = pairs[predicate]
                rows.append(tokens)
                found.append(label)
                weights.append(weight)


def _fit(
    rows: Sequence[NDArray[np.int32]], labels: NDArray[Any], weights: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    import scipy.sparse
    from sklearn.linear_model import LogisticRegression

    ends = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
    values = np.concatenate([np.full(len(r), 1 / np.sqrt(max(1, len(r)))) for r in rows]).astype(np.float32)
    matrix = scipy.sparse.csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), BUCKETS))
    matrix.sum_duplicates()
    model = LogisticRegression(C=1.0, max_iter=80).fit(matrix, labels, sample_weight=weights)
    return model.coef_.T, model.intercept_
