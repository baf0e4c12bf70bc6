"""Score extractions against a gold file: entities, roles, relations, confidence.

A gold file is a JSON list of papers in the guide's form (`methods`, `datasets`, `tasks`, `metrics`, `repos`,
`relations`, `relations_optional`); an extraction is a dict as `kg extract` prints it. Papers match by normalised
title. Everything here is plain Python: counts per paper, summed, and resampled by paper for the intervals
(percentile bootstrap, Efron and Tibshirani 1993).
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from kg.names import plain_form

__all__ = ["Bin", "Figure", "Report", "calibration_error", "evaluate", "reliability", "title_key"]

KINDS = {"method": "methods", "dataset": "datasets", "task": "tasks", "metric": "metrics"}
MICRO = ("method", "dataset", "task")
SIGNATURES = {
    "EXTENDS": ("method", "method"),
    "OUTPERFORMS": ("method", "method"),
    "EVALUATED_ON": ("method", "dataset"),
    "APPLIED_TO": ("method", "task"),
}
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")

Paper = Mapping[str, Any]
Counts = dict[str, float]
Triple = tuple[int, str, int]


def title_key(title: str) -> str:
    """Return the form under which papers are matched: letters and digits of the title, lower case."""
    return "".join(c for c in title.lower() if c.isalnum())


@dataclass(frozen=True)
class Figure:
    """A measured share with its 95% interval and the number of cases below it (its denominator)."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True)
class Bin:
    """Predictions of like confidence: how many, their mean confidence, the share that is right."""

    cases: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Report:
    """All figures of one run, by name such as `method.f1`, `micro.precision`, `roles.method`, `relations.f1`."""

    papers: int
    missing: tuple[str, ...]
    figures: dict[str, Figure]
    entity_reliability: tuple[Bin, ...]
    relation_reliability: tuple[Bin, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain dicts and lists, for `--json`."""
        return {
            "papers": self.papers,
            "missing": list(self.missing),
            "figures": {name: vars(figure) for name, figure in self.figures.items()},
            "entity_reliability": [vars(b) for b in self.entity_reliability],
            "relation_reliability": [vars(b) for b in self.relation_reliability],
            "entity_calibration_error": calibration_error(self.entity_reliability),
            "relation_calibration_error": calibration_error(self.relation_reliability),
        }


@dataclass
class _Gold:
    """The gold entities of one kind in one paper."""

    forms: list[set[str]] = field(default_factory=list)
    required: list[bool] = field(default_factory=list)
    roles: list[set[str]] = field(default_factory=list)

    def matches(self, forms: set[str]) -> list[int]:
        return [i for i, own in enumerate(self.forms) if own & forms]


@dataclass
class _Scored:
    counts: Counts = field(default_factory=dict)
    entities: list[tuple[float, bool]] = field(default_factory=list)
    relations: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, name: str, amount: float = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + amount


def evaluate(gold: Iterable[Paper], extractions: Iterable[Paper], *, resamples: int = 1000, seed: int = 0) -> Report:
    """Return every figure of `extractions` on the papers of `gold`; a gold paper without an extraction counts as empty.

    Roles' accuracy is over required gold methods (datasets) that were found, by the best-scored entity that found
    them. `relations.f1` is end to end; `relations.matched.f1` is over relations whose two ends were both found.
    """
    by_title = {title_key(e["title"]): e for e in extractions}
    missing: list[str] = []
    scored: list[_Scored] = []
    for paper in gold:
        extraction = by_title.get(title_key(paper["title"]))
        if extraction is None:
            missing.append(paper["title"])
        scored.append(_score(paper, extraction or {}))
    figures = _figures([s.counts for s in scored], resamples, seed)
    return Report(
        papers=len(scored),
        missing=tuple(missing),
        figures=figures,
        entity_reliability=reliability([pair for s in scored for pair in s.entities]),
        relation_reliability=reliability([pair for s in scored for pair in s.relations]),
    )


def reliability(scored: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[Bin, ...]:
    """Return (confidence, right) pairs in `bins` bins of equal mass, lowest confidence first (Guo et al. 2017)."""
    ordered = sorted(scored, key=lambda pair: pair[0])  # stable: ties stay mixed as they came
    edges = [len(ordered) * i // bins for i in range(bins + 1)]
    groups = [ordered[a:b] for a, b in pairwise(edges) if b > a]
    return tuple(Bin(len(g), sum(c for c, _ in g) / len(g), sum(right for _, right in g) / len(g)) for g in groups)


def calibration_error(table: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean distance of confidence and share right, weighted by cases."""
    total = sum(b.cases for b in table)
    return sum(b.cases * abs(b.confidence - b.right) for b in table) / total if total else 0.0


def _score(paper: Paper, extraction: Paper) -> _Scored:
    scored = _Scored()
    found: dict[tuple[str, str], list[int]] = {}
    golds = {kind: _gold(paper, kind) for kind in KINDS}
    entities = extraction.get("entities", [])
    for kind, gold in golds.items():
        _score_kind(scored, kind, gold, [e for e in entities if e["kind"] == kind], found)
    _score_repositories(scored, paper, [e["name"] for e in entities if e["kind"] == "repository"])
    _score_relations(scored, paper, extraction, golds, found)
    return scored


def _gold(paper: Paper, kind: str) -> _Gold:
    gold = _Gold()
    for entity in paper.get(KINDS[kind], []):
        gold.forms.append({plain_form(n) for n in (entity["name"], *entity["aliases"])} - {""})
        gold.required.append(bool(entity["required"]))
        gold.roles.append(set((entity.get("role") or "").split("|")))
    return gold


def _score_kind(
    scored: _Scored, kind: str, gold: _Gold, entities: Sequence[Paper], found: dict[tuple[str, str], list[int]]
) -> None:
    names = (kind, "micro") if kind in MICRO else (kind,)
    best: dict[int, Paper] = {}
    for entity in sorted(entities, key=lambda e: (-e["score"], e["name"])):
        forms = {plain_form(n) for n in (entity["name"], *entity["surface_forms"])} - {""}
        hits = gold.matches(forms)
        found[kind, entity["name"]] = sorted({*hits, *found.get((kind, entity["name"]), [])})
        for hit in hits:
            best.setdefault(hit, entity)
        if hits and not any(gold.required[i] for i in hits):
            continue
        scored.entities.append((entity["score"], bool(hits)))
        for name in names:
            scored.add(f"{name}.kept")
            scored.add(f"{name}.right", bool(hits))
    for i, required in enumerate(gold.required):
        if not required:
            continue
        for name in names:
            scored.add(f"{name}.gold")
            scored.add(f"{name}.found", i in best)
        if i in best and kind in ("method", "dataset"):
            scored.add(f"roles.{kind}.cases")
            scored.add(f"roles.{kind}.right", (best[i]["role"] or "used") in gold.roles[i])


def _score_repositories(scored: _Scored, paper: Paper, names: Sequence[str]) -> None:
    gold, kept = ({_address(n) for n in urls} for urls in (paper.get("repos", []), names))
    scored.add("repository.kept", len(kept))
    scored.add("repository.right", len(kept & gold))
    scored.add("repository.gold", len(gold))
    scored.add("repository.found", len(kept & gold))


def _address(url: str) -> str:
    return _SCHEME.sub("", url.strip().lower()).rstrip("/.").removesuffix(".git")


def _score_relations(
    scored: _Scored,
    paper: Paper,
    extraction: Paper,
    golds: Mapping[str, _Gold],
    found: Mapping[tuple[str, str], list[int]],
) -> None:
    required = _gold_relations(paper.get("relations", []), golds)
    optional = _gold_relations(paper.get("relations_optional", []), golds)
    seen: dict[str, set[int]] = {}
    for (kind, _), hits in found.items():
        seen.setdefault(kind, set()).update(hits)
    right: set[int] = set()
    wrong: dict[tuple[Any, ...], float] = {}
    for relation in sorted(extraction.get("relations", []), key=lambda r: -r["score"]):
        predicate = relation["predicate"]
        if predicate not in SIGNATURES:
            continue
        kinds = SIGNATURES[predicate]
        ends = [found.get((kind, relation[end]), []) for kind, end in zip(kinds, ("subject", "object"), strict=True)]
        read: set[Triple] = {(s, predicate, o) for s in ends[0] for o in ends[1]}
        stated = {i for i, alternatives in enumerate(required) if alternatives & read}
        if stated:
            if not stated <= right:
                scored.relations.append((relation["score"], True))
            right |= stated
        elif not any(alternatives & read for alternatives in optional):
            key: tuple[Any, ...] = min(read) if read else (relation["subject"], predicate, relation["object"])
            if key not in wrong:
                wrong[key] = relation["score"]
                scored.relations.append((relation["score"], False))
    # a wrong relation between two ends that were both matched is keyed by gold entities
    matched_wrong = [key for key in wrong if isinstance(key[0], int)]
    reachable = [
        i
        for i, alternatives in enumerate(required)
        if any(s in seen.get(SIGNATURES[p][0], ()) and o in seen.get(SIGNATURES[p][1], ()) for s, p, o in alternatives)
    ]
    for i, alternatives in enumerate(required):
        predicate = next(iter(alternatives))[1] if alternatives else ""
        for name in ("relations", f"relations.{predicate}"):
            scored.add(f"{name}.gold")
            scored.add(f"{name}.found", i in right)
            scored.add(f"{name}.kept", i in right)
            scored.add(f"{name}.right", i in right)
    for key in wrong:
        for name in ("relations", f"relations.{key[1]}"):
            scored.add(f"{name}.kept")
    scored.add("relations.matched.gold", len(reachable))
    scored.add("relations.matched.found", len(right))
    scored.add("relations.matched.right", len(right))
    scored.add("relations.matched.kept", len(right) + len(matched_wrong))


def _gold_relations(relations: Iterable[Sequence[str]], golds: Mapping[str, _Gold]) -> list[set[Triple]]:
    """Each gold relation as the set of triples of gold entities that its two names may mean."""
    result: list[set[Triple]] = []
    for subject, predicate, object_ in relations:
        if predicate not in SIGNATURES or subject == "Paper":
            continue
        ends = [
            golds[kind].matches({plain_form(name)} - {""})
            for kind, name in zip(SIGNATURES[predicate], (subject, object_), strict=True)
        ]
        triples: set[Triple] = {(s, predicate, o) for s in ends[0] for o in ends[1]}
        if triples and triples not in result:
            result.append(triples)
    return result


def _figures(papers: Sequence[Counts], resamples: int, seed: int) -> dict[str, Figure]:
    names = sorted({name.rpartition(".")[0] for counts in papers for name in counts})
    measures: dict[str, tuple[tuple[str, ...], Callable[..., float], str]] = {}
    for name in names:
        if name.startswith("roles."):
            measures[name] = ((f"{name}.right", f"{name}.cases"), _share, f"{name}.cases")
            continue
        parts = tuple(f"{name}.{part}" for part in ("right", "kept", "found", "gold"))
        measures[f"{name}.precision"] = (parts[:2], _share, parts[1])
        measures[f"{name}.recall"] = (parts[2:], _share, parts[3])
        measures[f"{name}.f1"] = (parts, _f1, parts[3])
    columns = sorted({column for parts, _, _ in measures.values() for column in parts})
    rows = [[counts.get(column, 0.0) for column in columns] for counts in papers]
    place = {column: i for i, column in enumerate(columns)}
    draw = random.Random(seed)
    sums = [_total(rows, len(columns))]
    again = range(resamples if rows else 0)
    sums += [_total(draw.choices(rows, k=len(rows)), len(columns)) for _ in again]
    figures: dict[str, Figure] = {}
    for name, (parts, measure, cases) in measures.items():
        values = [measure(*(total[place[part]] for part in parts)) for total in sums]
        spread = sorted(values[1:]) or values
        low, high = spread[int(0.025 * len(spread))], spread[min(int(0.975 * len(spread)), len(spread) - 1)]
        figures[name] = Figure(values[0], low, high, int(sums[0][place[cases]]))
    return figures


def _total(rows: Sequence[Sequence[float]], width: int) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * width


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(right: float, kept: float, found: float, gold: float) -> float:
    precision, recall = _share(right, kept), _share(found, gold)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
