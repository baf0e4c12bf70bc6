"""Pruning a tagger: what is left at full time is the tagger itself, at less it is narrower and still its like."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training extra is not installed: it need not be")

from extractors.pieces import Encoding  # noqa: E402
from extractors.training.bert import TokenClassifier, from_weights, weights_of  # noqa: E402
from extractors.training.pruning import prune  # noqa: E402

TEXTS = [Encoding(list(range(k, k + 40)), [(i, i + 1) for i in range(38)], list(range(1, 39))) for k in (3, 50, 90)]


def _logits(weights: dict[str, np.ndarray]) -> np.ndarray:
    with torch.no_grad():
        ids = torch.tensor([TEXTS[0].ids])
        return from_weights(weights).eval()(ids, ids != 0)[0].numpy()


def test_a_pruned_tagger_is_narrower_and_says_nearly_the_same() -> None:
    torch.manual_seed(0)
    whole = weights_of(TokenClassifier([(12, 128), (12, 128)], words=200))
    untouched, half = prune(whole, TEXTS, 1.0), prune(whole, TEXTS, 0.5)
    assert np.allclose(_logits(untouched), _logits(whole), atol=1e-2)
    heads = [half[f"encoder.layer.{n}.attention.self.query.weight"].shape[0] // 32 for n in range(2)]
    assert sum(heads) < 24
    assert min(heads) >= 1
    assert np.abs(_logits(half) - _logits(whole)).mean() < np.abs(_logits(whole)).mean()
