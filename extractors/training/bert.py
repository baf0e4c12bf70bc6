"""A BERT token classifier in PyTorch, small and plain: what training needs and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  the name everyone knows it by

__all__ = ["HEAD", "Layer", "TokenClassifier", "from_weights", "weights_of"]


HEAD = 32
"""The width of one attention head."""


class Layer(nn.Module):
    """Attention over `heads` heads, then a network of `inner` neurons, each added to what comes in and normalised."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(width, 3 * heads * HEAD)
        self.out = nn.Linear(heads * HEAD, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def context(self, x: Tensor, mask: Tensor | float = 0.0) -> Tensor:
        """Return what the heads gather for each place, [B, T, heads * HEAD]."""
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, HEAD).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        # no dropout on the attention: drawing it is a third of the time on a CPU, and gains nothing
        scores = torch.matmul(q, k.transpose(-1, -2)) * HEAD**-0.5 + mask
        return torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(batch, length, self.heads * HEAD)

    def activation(self, x: Tensor) -> Tensor:
        """Return the inner neurons' values, [B, T, inner]."""
        return F.gelu(self.inner(x))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states [B, T, W] after this layer."""
        x = self.norm1(x + F.dropout(self.out(self.context(x, mask)), self.dropout, self.training))
        out: Tensor = self.norm2(x + F.dropout(self.outer(self.activation(x)), self.dropout, self.training))
        return out


class TokenClassifier(nn.Module):
    """Encoder and linear head; `forward(ids [B, T], real [B, T])` gives logits [B, T, labels] and hidden states.

    `layers` are their (heads, inner width): a pruned encoder has fewer of them in some.
    """

    def __init__(
        self,
        layers: Sequence[tuple[int, int]],
        *,
        width: int = 384,
        words: int = 30522,
        labels: int = 9,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.positions = nn.Embedding(512, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, heads, dropout) for heads, inner in layers)
        self.head = nn.Linear(width, labels)

    def embedded(self, ids: Tensor) -> Tensor:
        """Return the states [B, T, W] before the first layer."""
        out: Tensor = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]])
        return out

    def forward(self, ids: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits [B, T, labels] and hidden states [B, T, width] of `ids` [B, T]; `real` is false on padding."""
        x = self.embedded(ids)
        mask = torch.zeros(real.shape, dtype=x.dtype).masked_fill(~real, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(x), x


def from_weights(weights: Mapping[str, NDArray[Any]], *, dropout: float = 0.1) -> TokenClassifier:
    """Return the classifier of a BERT, its weights named as transformers names them; their shapes say its own."""
    w = {name.removeprefix("bert."): np.asarray(value, np.float32) for name, value in weights.items()}
    shapes: list[tuple[int, int]] = []
    while (at := f"encoder.layer.{len(shapes)}.intermediate.dense.bias") in w:
        context = w[f"encoder.layer.{len(shapes)}.attention.output.dense.weight"]
        shapes.append((context.shape[1] // HEAD, len(w[at])))
    words, labels = len(w["embeddings.word_embeddings.weight"]), len(w["classifier.bias"])
    model = TokenClassifier(shapes, words=words, labels=labels, dropout=dropout)
    model.load_state_dict({ours: torch.from_numpy(np.array(make(w))) for ours, make in _names(len(shapes))})
    for frozen in (model.words, model.positions):
        frozen.weight.requires_grad_(False)
    return model


def weights_of(model: TokenClassifier) -> dict[str, NDArray[np.float32]]:
    """Return the classifier's weights under transformers' names, layers counted from 0."""
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    found: dict[str, NDArray[np.float32]] = {
        "embeddings.word_embeddings.weight": state["words.weight"],
        "embeddings.position_embeddings.weight": state["positions.weight"],
        "embeddings.token_type_embeddings.weight": np.zeros((2, state["words.weight"].shape[1]), np.float32),
    }
    for part in ("weight", "bias"):
        found[f"embeddings.LayerNorm.{part}"] = state[f"norm.{part}"]
        found[f"classifier.{part}"] = state[f"head.{part}"]
        for number in range(len(model.layers)):
            at, own = f"encoder.layer.{number}.", f"layers.{number}."
            for name, value in zip(("query", "key", "value"), np.split(state[f"{own}qkv.{part}"], 3), strict=True):
                found[f"{at}attention.self.{name}.{part}"] = value
            for theirs, ours in _PAIRS:
                found[f"{at}{theirs}.{part}"] = state[f"{own}{ours}.{part}"]
    return found


_PAIRS = (
    ("attention.output.dense", "out"),
    ("attention.output.LayerNorm", "norm1"),
    ("intermediate.dense", "inner"),
    ("output.dense", "outer"),
    ("output.LayerNorm", "norm2"),
)


def _names(layers: int) -> list[tuple[str, Any]]:
    def copy(name: str) -> Any:
        return lambda w: w[name]

    def joined(at: str, part: str) -> Any:
        return lambda w: np.concatenate([w[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")])

    names: list[tuple[str, Any]] = [
        ("words.weight", copy("embeddings.word_embeddings.weight")),
        (
            "positions.weight",
            lambda w: w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0],
        ),
    ]
    for part in ("weight", "bias"):
        names += [(f"norm.{part}", copy(f"embeddings.LayerNorm.{part}")), (f"head.{part}", copy(f"classifier.{part}"))]
        for number in range(layers):
            at = f"encoder.layer.{number}."
            names.append((f"layers.{number}.qkv.{part}", joined(at, part)))
            names += [(f"layers.{number}.{ours}.{part}", copy(f"{at}{theirs}.{part}")) for theirs, ours in _PAIRS]
    return names
