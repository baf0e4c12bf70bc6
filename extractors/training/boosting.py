"""Fit boosted trees with LightGBM and turn them into the arrays that ship."""

from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from extractors.trees import Forest

__all__ = ["calibrated", "calibration", "cross_fitted", "fit"]

_SETTINGS: dict[str, Any] = {
    "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 30, "feature_fraction": 0.5, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 5.0, "num_threads": 1, "verbose": -1, "seed": 0, "deterministic": True,
    "force_row_wise": True,
}  # fmt: skip


def fit(
    x: NDArray[np.float32], y: NDArray[Any], *, weight: NDArray[Any] | None = None, classes: int = 1, rounds: int = 200
) -> Forest:
    """Return a forest for labels `y`: 0 or 1, or for `classes` > 1 the class number."""
    goal = {"objective": "binary"} if classes == 1 else {"objective": "multiclass", "num_class": classes}
    booster = lightgbm.train(_SETTINGS | goal, lightgbm.Dataset(x, y, weight=weight), rounds)
    return _arrays(booster.dump_model()["tree_info"], classes)


def cross_fitted(
    x: NDArray[np.float32],
    y: NDArray[Any],
    fold: NDArray[np.int64],
    *,
    weight: NDArray[Any] | None = None,
    classes: int = 1,
    rounds: int = 200,
) -> tuple[NDArray[np.float32], Forest]:
    """Probabilities of each row by a forest that saw no row of its fold, and the forest fitted on all.

    Rows of weight 0 are predicted but not learnt from.
    """
    weight = np.ones(len(x)) if weight is None else weight
    found = np.zeros((len(x), classes) if classes > 1 else len(x), np.float32)
    for number in range(int(fold.max()) + 1):
        rows, kept = fold == number, (fold != number) & (weight > 0)
        forest = fit(x[kept], y[kept], weight=weight[kept], classes=classes, rounds=rounds)
        found[rows] = forest.probabilities(x[rows])
    kept = weight > 0
    return found, fit(x[kept], y[kept], weight=weight[kept], classes=classes, rounds=rounds)


def calibration(probable: NDArray[np.float32], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and shift under which log odds say how often they were right (Platt 1999; Newton's method)."""
    x = np.stack([_log_odds(probable), np.ones(len(probable))], axis=1)
    found = np.array([1.0, 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (right - p)
        found = found + np.linalg.solve((x.T * (p * (1 - p))) @ x + 1e-6 * np.eye(2), slope)
    return float(found[0]), float(found[1])


def calibrated(probable: NDArray[np.float32], slope: float, shift: float) -> NDArray[np.float32]:
    """Return probabilities whose log odds are `slope` times those given, plus `shift`."""
    return np.asarray(1 / (1 + np.exp(-(slope * _log_odds(probable) + shift))), np.float32)


def _log_odds(probable: NDArray[np.float32]) -> NDArray[np.float64]:
    p = np.clip(probable.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)))


def _arrays(trees: list[dict[str, Any]], outputs: int) -> Forest:
    leaves = max(tree["num_leaves"] for tree in trees)
    shape = (len(trees), max(1, leaves - 1))
    feature, left, right = (np.zeros(shape, np.int16) for _ in range(3))
    threshold, leaf = np.zeros(shape, np.float32), np.zeros((len(trees), leaves), np.float32)
    left[:], right[:] = -1, -1

    def walk(number: int, node: dict[str, Any]) -> int:
        if "split_index" not in node:
            index = node.get("leaf_index", 0)
            leaf[number, index] = node["leaf_value"]
            return int(-index - 1)
        at = node["split_index"]
        feature[number, at] = node["split_feature"]
        # rounded down to fp32: a value equal to the rounded-up bound would else change sides
        bound = np.float32(node["threshold"])
        threshold[number, at] = bound if bound <= node["threshold"] else np.nextafter(bound, np.float32(-np.inf))
        left[number, at] = walk(number, node["left_child"])
        right[number, at] = walk(number, node["right_child"])
        return int(at)

    for number, tree in enumerate(trees):
        walk(number, tree["tree_structure"])
    return Forest(feature, threshold, left, right, leaf, outputs)
