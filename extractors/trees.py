"""Boosted trees and a ridge regression as plain arrays, evaluated with numpy.

Friedman 2001 for the trees, Hoerl and Kennard 1970 for the ridge. Both are fitted in `extractors.training`; here they
are only looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Forest", "Ridge"]

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Forest:
    """A sum of trees for each of `outputs` classes.

    `feature`, `threshold`, `left`, `right` [trees, nodes]; a child below 0 is the leaf `-child - 1`; `leaf`
    [trees, leaves]. Tree `t` belongs to output `t % outputs`. `depth` bounds the walk.
    """

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    leaf: Floats
    outputs: int
    depth: int

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Forest":
        """Return the forest whose arrays are called `name.feature` and so on in an npz file."""
        part = {key: arrays[f"{name}.{key}"] for key in ("feature", "threshold", "left", "right", "leaf")}
        outputs, depth = (int(v) for v in arrays[f"{name}.shape"])
        return cls(**part, outputs=outputs, depth=depth)

    def as_arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays for an npz file, under the names `from_arrays` reads."""
        keys = ("feature", "threshold", "left", "right", "leaf")
        return {f"{name}.{k}": getattr(self, k) for k in keys} | {f"{name}.shape": np.array([self.outputs, self.depth])}

    def raw(self, x: Floats) -> Floats:
        """Return summed leaf values [n, outputs] of rows `x` [n, features]."""
        count, nodes = self.feature.shape
        base = np.arange(count) * nodes
        flat = x.reshape(-1)
        # the walks still under way: their row's place in `flat`, their tree's place, and where in it they are
        row = np.repeat(np.arange(len(x)) * x.shape[1], count)
        tree = np.tile(base, len(x))
        leaf = np.zeros(len(row), np.int64)
        alive = np.arange(len(row))
        node = tree.copy()
        feature, threshold = self.feature.reshape(-1), self.threshold.reshape(-1)
        left, right = self.left.reshape(-1), self.right.reshape(-1)
        for _ in range(self.depth):
            goes_left = flat[row + feature[node]] <= threshold[node]
            child = np.where(goes_left, left[node], right[node])
            ended = child < 0
            leaf[alive[ended]] = -child[ended] - 1
            on = ~ended
            alive, row, tree = alive[on], row[on], tree[on]
            if not len(alive):
                break
            node = tree + child[on]
        values = self.leaf[np.tile(np.arange(count), len(x)), leaf]
        return np.asarray(values.reshape(len(x), -1, self.outputs).sum(axis=1), np.float32)

    def probabilities(self, x: Floats) -> Floats:
        """For one output P(true) [n]; for several their softmax [n, outputs]."""
        raw = self.raw(x)
        if self.outputs == 1:
            return np.asarray(1 / (1 + np.exp(-raw[:, 0])), np.float32)
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Ridge:
    """Linear scores (x - mean) @ matrix + bias: `mean` [d], `matrix` [d, k] (fp16 on disk), `bias` [k]."""

    mean: Floats
    matrix: Floats
    bias: Floats

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Ridge":
        """Return the ridge whose arrays are called `name.mean` and so on in an npz file."""
        mean, matrix, bias = (arrays[f"{name}.{key}"].astype(np.float32) for key in ("mean", "matrix", "bias"))
        return cls(mean, matrix, bias)

    def as_arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays for an npz file, under the names `from_arrays` reads."""
        return {
            f"{name}.mean": self.mean.astype(np.float16),
            f"{name}.matrix": self.matrix.astype(np.float32),
            f"{name}.bias": self.bias,
        }

    def scores(self, x: Floats) -> Floats:
        """Scores [n, k] of rows `x` [n, d]."""
        return np.asarray((x - self.mean) @ self.matrix + self.bias, np.float32)
