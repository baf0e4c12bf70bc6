"""Shares with their intervals, by resampling papers (percentile bootstrap, Efron and Tibshirani 1993); reliability."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Bin", "Counts", "Figure", "calibration_error", "figures", "reliability"]

Counts = dict[str, float]


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


def figures(papers: Sequence[Counts], resamples: int, seed: int) -> dict[str, Figure]:
    """Return shares of the summed counts of papers: precision, recall, F1 of each thing counted, or its share right.

    A count is named after its thing: `NAME.right` of `NAME.kept`, `NAME.found` of `NAME.gold`; of what begins with
    `roles.`, `NAME.right` of `NAME.cases`. The intervals are by resampling papers.
    """
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
    measured: dict[str, Figure] = {}
    for name, (parts, measure, cases) in measures.items():
        values = [measure(*(total[place[part]] for part in parts)) for total in sums]
        spread = sorted(values[1:]) or values
        low, high = spread[int(0.025 * len(spread))], spread[min(int(0.975 * len(spread)), len(spread) - 1)]
        measured[name] = Figure(values[0], low, high, int(sums[0][place[cases]]))
    return measured


def _total(rows: Sequence[Sequence[float]], width: int) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * width


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(right: float, kept: float, found: float, gold: float) -> float:
    precision, recall = _share(right, kept), _share(found, gold)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


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
