"""Ridge regression from the folds' Gram matrices: out-of-fold scores at the cost of one fit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["cross_fitted_ridge"]

Floats = NDArray[np.float32]


def cross_fitted_ridge(
    x: NDArray[Any], y: Floats, weight: Floats, fold: NDArray[np.int64], *, penalty: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Scores of each row by a model that saw no row of its fold, and the model fitted on all.

    `x` [n, d], `y` [n, k], `weight` [n] (0 leaves a row out of the fit), `fold` [n] from 0. Gives the scores [n, k],
    and `mean` [d], `matrix` [d, k], `bias` [k] so that scores of new rows are (x - mean) @ matrix + bias. `penalty` is
    per row of weight, on columns scaled to unit variance (Hoerl and Kennard 1970).
    """
    mean = x.mean(axis=0, dtype=np.float64).astype(np.float32)
    spread = np.sqrt(np.maximum((x.astype(np.float32) - mean).var(axis=0), 1e-6)).astype(np.float32)
    folds = int(fold.max()) + 1
    grams, sides, totals = [], [], []
    for number in range(folds):
        rows = (fold == number) & (weight > 0)
        part = _scaled(x[rows], mean, spread)
        heavy = part * weight[rows, None]
        grams.append(part.T @ heavy)
        sides.append(heavy.T @ y[rows])
        totals.append(float(weight[rows].sum()))
    scores = np.zeros(y.shape, np.float32)
    for number in range(folds):
        kept = [i for i in range(folds) if i != number]
        solved = _solve([grams[i] for i in kept], [sides[i] for i in kept], sum(totals[i] for i in kept), penalty)
        rows = fold == number
        scores[rows] = _scaled(x[rows], mean, spread) @ solved
    solved = _solve(grams, sides, sum(totals), penalty)
    return scores, mean, np.asarray(solved[:-1] / spread[:, None], np.float32), np.asarray(solved[-1], np.float32)


def _scaled(x: NDArray[Any], mean: Floats, spread: Floats) -> Floats:
    scaled = np.ones((len(x), x.shape[1] + 1), np.float32)
    scaled[:, :-1] = (x.astype(np.float32) - mean) / spread
    return scaled


def _solve(grams: list[Floats], sides: list[Floats], total: float, penalty: float) -> Floats:
    gram: NDArray[np.float64] = np.array(grams).sum(axis=0, dtype=np.float64)
    gram[np.arange(len(gram) - 1), np.arange(len(gram) - 1)] += penalty * total
    return np.asarray(np.linalg.solve(gram, np.array(sides).sum(axis=0, dtype=np.float64)), np.float32)
