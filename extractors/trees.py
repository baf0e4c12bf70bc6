"""Boosted trees and a ridge regression as plain arrays, evaluated with numpy.

Friedman 2001 for the trees, Hoerl and Kennard 1970 for the ridge. Both are fitted in `extractors.training`; here they
are only looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Forest", "Ridge"]

Floats = NDArray[np.float32]
_ALL = np.uint16(0xFFFF)
_LOWEST = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, 1 << 16))], np.intp)
"""The lowest bit that is set, of every 16-bit number."""


@dataclass(frozen=True)
class Forest:
    """A sum of trees for each of `outputs` classes.

    `feature`, `threshold`, `left`, `right` [trees, nodes]; a child below 0 is the leaf `-child - 1`; `leaf`
    [trees, leaves]. Tree `t` belongs to output `t % outputs`.
    """

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    leaf: Floats
    outputs: int

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Forest":
        """Return the forest whose arrays are called `name.feature` and so on in an npz file."""
        part = {key: arrays[f"{name}.{key}"] for key in ("feature", "threshold", "left", "right", "leaf")}
        return cls(**part, outputs=int(arrays[f"{name}.outputs"]))

    def as_arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays for an npz file, under the names `from_arrays` reads."""
        keys = ("feature", "threshold", "left", "right", "leaf")
        return {f"{name}.{k}": getattr(self, k) for k in keys} | {f"{name}.outputs": np.array(self.outputs)}

    @cached_property
    def _marks(self) -> tuple[NDArray[np.intp], Floats, NDArray[np.uint16], Floats]:
        """Features, thresholds, leaves that remain where a test fails, each [nodes, trees]; and the leaves by place."""
        count, nodes = self.feature.shape
        remain = np.full((nodes, count), _ALL, np.uint16)
        leaf = np.zeros((count, 16), np.float32)
        for tree in range(count):
            places = 0

            def below(node: int, tree: int = tree) -> int:
                """Return the bits of the leaves under `node`, which it numbers from left to right."""
                nonlocal places
                if node < 0:
                    leaf[tree, places] = self.leaf[tree, -node - 1]
                    places += 1
                    return 1 << (places - 1)
                left = below(int(self.left[tree, node]))
                remain[node, tree] = 0xFFFF ^ left
                return left | below(int(self.right[tree, node]))

            below(0)
        return self.feature.T.astype(np.intp), np.ascontiguousarray(self.threshold.T), remain, leaf

    def raw(self, x: Floats) -> Floats:
        """Return summed leaf values [n, outputs] of rows `x` [n, features].

        Every test of every tree is made at once; one that fails strikes out the leaves to its left, and the leftmost
        leaf that is left is the one reached (QuickScorer, Lucchese et al. 2015). At most 16 leaves a tree.
        """
        feature, threshold, remain, leaf = self._marks
        passes = np.ascontiguousarray(x.T)[feature] <= threshold[:, :, None]
        left = np.bitwise_and.reduce(np.where(passes, _ALL, remain[:, :, None]), axis=0)  # [trees, n]
        values = np.take_along_axis(leaf, _LOWEST[left], axis=1)
        return np.asarray(values.reshape(-1, self.outputs, len(x)).sum(axis=0).T, np.float32)

    def scaled(self, slope: float, shift: float) -> "Forest":
        """Return the forest of one output whose raw values are `slope` times those of this one, plus `shift`."""
        leaf = self.leaf * np.float32(slope)
        leaf[0] += np.float32(shift)
        return replace(self, leaf=leaf)

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
