"""Fit every decision on papers the tagger has not seen, cross-fitted by paper, and write `decisions.npz`.

Each stage is fitted on the out-of-fold answers of the one before, so that it learns from mistakes as they will be made.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.form_table import FormTable
from extractors.judgement import Entity, Link, entities, offers
from extractors.relations import PREDICATES
from extractors.roles import DATASET_ROLES, METHOD_ROLES, role_features
from extractors.second_look import features, worth_a_look
from extractors.training.boosting import calibrated, calibration, cross_fitted
from extractors.training.cases import Case, cases
from extractors.training.ridge import cross_fitted_ridge
from extractors.trees import Ridge
from extractors.words import hashed, mention_tokens, token_scores
from kg.evaluate import Report, evaluate
from kg.names import plain_form

__all__ = ["Fitted", "as_extraction", "fit_decisions", "fit_entities", "fit_relations", "summary"]

Floats = NDArray[np.float32]
_CONSIDERED = 0.25
_DOUBTFUL = 0.1


@dataclass(frozen=True)
class Fitted:
    """The first half: cases, their folds, out-of-fold entities (with their roles) and the arrays so far."""

    found: list[Case]
    fold: NDArray[np.int64]
    kept: list[list[Entity]]
    least: float
    arrays: dict[str, NDArray[Any]]


def fit_decisions(outputs: Path, forms: Path, words: Path, target: Path, *, folds: int = 5) -> None:
    """Fit on the tagger's `outputs`; print the out-of-fold figures; write all arrays to `target`."""
    fit_relations(fit_entities(outputs, forms, words, folds=folds), target)


def fit_entities(outputs: Path, forms: Path, words: Path, *, folds: int = 5) -> Fitted:
    """Second look and roles."""
    began = time.monotonic()
    found = cases(outputs, FormTable.from_file(forms))
    fold = np.random.default_rng(0).permutation(len(found)) % folds
    with np.load(words) as data:
        arrays: dict[str, NDArray[Any]] = {f"words.{name}": data[name] for name in data.files}
    print(
        f"{time.monotonic() - began:.0f} s",
        len(found),
        "papers,",
        sum(len(c.paper.found) for c in found),
        "candidates",
        flush=True,
    )
    probable, part = _fit_kinds(found, fold)
    arrays |= part
    least = _best_least(found, probable)
    arrays["least"] = np.array(least)
    print(
        f"{time.monotonic() - began:.0f} s kinds, threshold {least}:",
        summary(_report(found, probable, least)),
        flush=True,
    )
    roles, part = _fit_roles(found, fold, probable, arrays)
    arrays |= part
    print(f"{time.monotonic() - began:.0f} s roles", flush=True)
    kept = [
        entities(c.paper, p, [r[i] for r in roles], _CONSIDERED)
        for i, (c, p) in enumerate(zip(found, probable, strict=True))
    ]
    return Fitted(found, fold, kept, least, arrays)


def fit_relations(half: Fitted, target: Path) -> None:
    """Relations on top of the out-of-fold entities; all arrays go to `target`."""
    found, least = half.found, half.least
    related, part = _fit_pairs(found, half.fold, half.kept, least, half.arrays)
    arrays: Any = half.arrays | part
    np.savez_compressed(target, **arrays)
    limits = {name: float(arrays[f"least.{name}"]) for name in PREDICATES}
    read = [
        as_extraction(c.gold["title"], [e for e in k if e.score >= least], _firm(r, least, limits))
        for c, k, r in zip(found, half.kept, related, strict=True)
    ]
    report = evaluate([_as_gold(c.gold) for c in found], read, resamples=0)
    print("all, out of fold:", limits, summary(report), flush=True)
    for name in ("entity_reliability", "relation_reliability"):
        print(name, [(b.cases, round(b.confidence, 3), round(b.right, 3)) for b in getattr(report, name)], flush=True)


def summary(report: Report) -> str:
    """Return the figures that matter, on one line."""
    names = [
        *(f"{kind}.f1" for kind in ("method", "dataset", "task", "metric")), "micro.precision", "micro.recall",
        "micro.f1",
        "roles.method", "roles.dataset", *(f"relations.{name}.f1" for name in PREDICATES), "relations.f1",
        "relations.matched.f1",
    ]  # fmt: skip
    shown = [f"{name} {report.figures[name].value:.3f}" for name in names if name in report.figures]
    errors = report.as_dict()
    return (
        " | ".join(shown)
        + f" | ece {errors['entity_calibration_error']:.3f} {errors['relation_calibration_error']:.3f}"
    )


def as_extraction(title: str, kept: Sequence[Entity], related: Sequence[Link]) -> dict[str, Any]:
    """Return what scoring reads of an extraction."""
    return {
        "title": title,
        "entities": [
            {
                "kind": e.kind,
                "name": e.name,
                "surface_forms": [*e.candidate.forms, *e.candidate.also],
                "role": e.role,
                "score": e.score,
            }
            for e in kept
        ],
        "relations": [
            {"subject": r.subject.name, "predicate": r.predicate, "object": r.object.name, "score": r.score}
            for r in related
        ],
    }


def _fit_kinds(found: Sequence[Case], fold: NDArray[np.int64]) -> tuple[list[Floats], dict[str, NDArray[Any]]]:
    of_row = np.repeat(fold, [len(c.paper.found) for c in found])
    labels = np.concatenate([c.labels for c in found])
    goal = np.zeros((len(labels), 5), np.float32)
    goal[:, 1:] = labels == 2
    goal[:, 0] = 1 - goal[:, 1:].max(axis=1)
    weight = (~((labels == 1).any(axis=1) & ~(labels == 2).any(axis=1))).astype(np.float32)
    states = np.concatenate([c.states for c in found])
    context, mean, matrix, bias = cross_fitted_ridge(states, goal, weight, of_row, penalty=0.03)
    del states
    parts = np.split(context, np.cumsum([len(c.paper.found) for c in found])[:-1])
    x = np.concatenate(
        [
            features(c.paper.reading, c.paper.found, c.paper.bounds, c.counts, c.lists, part)
            for c, part in zip(found, parts, strict=True)
        ]
    )
    rows = worth_a_look(x)
    flat = labels.reshape(-1)
    probable = np.zeros(len(x), np.float32)
    weight = (flat != 1).astype(np.float32)
    probable[rows], forest = cross_fitted(
        x[rows], flat[rows] == 2, np.repeat(of_row, 4)[rows], weight=weight[rows], rounds=220
    )
    split = np.split(probable.reshape(-1, 4), np.cumsum([len(c.paper.found) for c in found])[:-1])
    return split, Ridge(mean, matrix, bias).as_arrays("context") | forest.as_arrays("kind")


def _best_least(found: Sequence[Case], probable: Sequence[Floats]) -> float:
    scores = {
        t: _report(found, probable, t).figures["micro.f1"].value for t in (0.38, 0.4, 0.42, 0.44, 0.46, 0.48, 0.5)
    }
    return max(scores, key=lambda t: scores[t])


def _report(found: Sequence[Case], probable: Sequence[Floats], least: float) -> Report:
    read = []
    for case, p in zip(found, probable, strict=True):
        blank = [np.zeros((len(p), len(names)), np.float32) for names in (METHOD_ROLES, DATASET_ROLES)]
        read.append(as_extraction(case.gold["title"], entities(case.paper, p, blank, least), []))
    return evaluate([_as_gold(c.gold) for c in found], read, resamples=0)


def _fit_roles(
    found: Sequence[Case], fold: NDArray[np.int64], probable: Sequence[Floats], words: dict[str, NDArray[Any]]
) -> tuple[list[list[Floats]], dict[str, NDArray[Any]]]:
    arrays: dict[str, NDArray[Any]] = {}
    scores: list[list[Floats]] = [[] for _ in found]
    marked: list[list[tuple[int, int]]] = []
    for number, (name, names) in enumerate((("method", METHOD_ROLES), ("dataset", DATASET_ROLES))):
        at = [(n, i) for n, c in enumerate(found) for i, role in enumerate(c.roles[number]) if role]
        marked.append(at)
        x = np.stack([found[n].states[i] for n, i in at])
        goal = np.array(
            [[role in _role(found[n], number, i)[0].split("|") for role in names] for n, i in at], np.float32
        )
        own, mean, matrix, bias = cross_fitted_ridge(
            x, goal, np.ones(len(x), np.float32), fold[[n for n, _ in at]], penalty=0.05
        )
        ridge = Ridge(mean, matrix, bias)
        for n, case in enumerate(found):
            scores[n].append(ridge.scores(case.states.astype(np.float32)))
        for (n, i), row in zip(at, own, strict=True):
            scores[n][number][i] = row
        arrays |= ridge.as_arrays(f"context.{name}")
    for n, case in enumerate(found):
        tokens = [
            hashed(mention_tokens(case.paper.page, [(s.first, s.last) for s in c.spans])) for c in case.paper.found
        ]
        scores[n] += [
            token_scores(tokens, words[f"words.{k}.weights"], words[f"words.{k}.bias"]) for k in ("method", "dataset")
        ]
    roles: list[list[Floats]] = []
    for number, (name, names) in enumerate((("method", METHOD_ROLES), ("dataset", DATASET_ROLES))):
        described = [
            role_features(
                c.paper.reading, c.paper.found, c.paper.bounds, c.counts, p[:, number], np.concatenate(s, axis=1)
            )
            for c, p, s in zip(found, probable, scores, strict=True)
        ]
        at = marked[number]
        x = np.stack([described[n][i] for n, i in at])
        y = np.array([names.index(_role(found[n], number, i)[0].split("|")[0]) for n, i in at])
        weight = np.array([1.0 if _role(found[n], number, i)[1] else 0.5 for n, i in at])
        own, forest = cross_fitted(x, y, fold[[n for n, _ in at]], weight=weight, classes=len(names), rounds=120)
        answers = [forest.probabilities(d) if len(d) else np.zeros((0, len(names)), np.float32) for d in described]
        for (n, i), row in zip(at, own, strict=True):
            answers[n][i] = row
        roles.append(answers)
        arrays |= forest.as_arrays(f"role.{name}")
    return roles, arrays


def _role(case: Case, number: int, i: int) -> tuple[str, bool]:
    role = case.roles[number][i]
    assert role is not None
    return role


def _fit_pairs(
    found: Sequence[Case],
    fold: NDArray[np.int64],
    kept: Sequence[Sequence[Entity]],
    least: float,
    words: dict[str, NDArray[Any]],
) -> tuple[list[list[Link]], dict[str, NDArray[Any]]]:
    linear = {
        name: (words[f"words.{name}.weights"].astype(np.float32), words[f"words.{name}.bias"]) for name in PREDICATES
    }
    offered = [offers(case.paper, own, linear) for case, own in zip(found, kept, strict=True)]
    of_link = np.repeat(fold, [len(o.links) for o in offered])
    verdicts = np.array([v for case, o in zip(found, offered, strict=True) for v in _verdicts(case.gold, o.links)])
    predicates = np.array([link.predicate for o in offered for link in o.links])
    firm = np.array([min(link.subject.score, link.object.score) >= least for o in offered for link in o.links])
    x = np.concatenate([o.x for o in offered])
    arrays: dict[str, NDArray[Any]] = {}
    scores = np.zeros(len(x), np.float32)
    for predicate in PREDICATES:
        own = predicates == predicate
        right, weight = verdicts[own] == 1, (verdicts[own] >= 0).astype(np.float32)
        probable, forest = cross_fitted(x[own], right, of_link[own], weight=weight, rounds=150)
        # of those alone that could be stated: the many that nobody would state say nothing of these
        stated = firm[own] & (weight > 0) & (probable > _DOUBTFUL)
        for number in range(int(fold.max()) + 1):
            inside = of_link[own] == number
            line = calibration(probable[stated & ~inside], right[stated & ~inside])
            scores[np.flatnonzero(own)[inside]] = calibrated(probable[inside], *line)
        arrays |= forest.scaled(*calibration(probable[stated], right[stated])).as_arrays(f"pair.{predicate}")
    parts = np.split(scores, np.cumsum([len(o.links) for o in offered])[:-1])
    related = [
        [replace(link, score=float(score)) for link, score in zip(o.links, part, strict=True)]
        for o, part in zip(offered, parts, strict=True)
    ]
    for predicate in PREDICATES:
        arrays[f"least.{predicate}"] = np.array(_best_pair_least(found, kept, related, predicate, least))
    return related, arrays


def _verdicts(gold: dict[str, Any], offered: Sequence[Link]) -> list[int]:
    """For each link 1 if the readers have it, 0 if not, -1 if it counts neither way."""
    named: dict[tuple[str, str], set[tuple[int, bool]]] = {}
    for kind in ("method", "dataset", "task"):
        for number, entity in enumerate(gold[f"{kind}s"]):
            for form in (entity["name"], *entity["aliases"]):
                named.setdefault((kind, plain_form(form)), set()).add((number, entity["required"]))
    true = {
        (s, p, o): s_required and o_required
        for subject, p, object_ in gold["relations"]
        if p in PREDICATES
        for s, s_required in named.get((PREDICATES[p][0], plain_form(subject)), ())
        for o, o_required in named.get((PREDICATES[p][1], plain_form(object_)), ())
    }
    found: list[int] = []
    for link in offered:
        ends = [
            {n for key in e.candidate.keys for n, _ in named.get((e.kind, key), ())}
            for e in (link.subject, link.object)
        ]
        hits = [true[s, link.predicate, o] for s in ends[0] for o in ends[1] if (s, link.predicate, o) in true]
        found.append(1 if any(hits) else -1 if hits else 0)
    return found


def _best_pair_least(
    found: Sequence[Case],
    kept: Sequence[Sequence[Entity]],
    related: Sequence[Sequence[Link]],
    predicate: str,
    least: float,
) -> float:
    scores: dict[float, float] = {}
    golds = [_as_gold(c.gold) for c in found]
    for limit in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        limits = {name: limit if name == predicate else 2.0 for name in PREDICATES}
        read = [
            as_extraction(c.gold["title"], [e for e in k if e.score >= least], _firm(r, least, limits))
            for c, k, r in zip(found, kept, related, strict=True)
        ]
        scores[limit] = evaluate(golds, read, resamples=0).figures[f"relations.{predicate}.f1"].value
    return max(scores, key=lambda limit: scores[limit])


def _firm(related: Sequence[Link], least: float, limits: dict[str, float]) -> list[Link]:
    return [r for r in related if min(r.subject.score, r.object.score) >= least and r.score >= limits[r.predicate]]


def _as_gold(paper: dict[str, Any]) -> dict[str, Any]:
    """Return an annotated paper in the golds' form: a relation with an optional end counts neither way."""
    optional = {
        plain_form(form)
        for kind in ("method", "dataset", "task")
        for entity in paper[f"{kind}s"]
        if not entity["required"]
        for form in (entity["name"], *entity["aliases"])
    }
    relations: dict[bool, list[Any]] = {True: [], False: []}
    for relation in paper["relations"]:
        relations[any(plain_form(relation[i]) in optional for i in (0, 2))].append(relation)
    return paper | {"relations": relations[False], "relations_optional": relations[True]}
