"""Make a trained tagger narrower: fewer attention heads and inner neurons in each layer, the rest refitted.

What a head or a neuron is worth is the Fisher information of a gate on it, and what is worth least for the time it
takes goes first (Kwon et al. 2022, "A fast post-training pruning framework for transformers"). What remains of each
layer is then fitted by least squares, layer after layer, to the whole tagger's sums, so that a layer makes up for what
those before it lost (in the manner of Frantar and Alistarh 2023). Nothing is trained here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from extractors.pieces import Encoding
from extractors.training.bert import HEAD, Layer, TokenClassifier, from_weights, weights_of

__all__ = ["prune"]

_ATTENTION, _INNER = 0.45, 0.50
"""The shares of the whole tagger's time that its heads and its inner neurons take, in int8, at 250 sub-words."""

_GROUP = 32
"""So many neurons go or stay together: the products are computed in blocks."""

Weights = Mapping[str, NDArray[Any]]


def prune(weights: Weights, texts: Sequence[Encoding], share: float) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a tagger that takes about `share` of the time; `texts` tell what can be spared."""
    whole = from_weights(weights, dropout=0.0).eval()
    heads, neurons = _kept(*_worth(whole, texts), share)
    shapes = [(len(h), len(n)) for h, n in zip(heads, neurons, strict=True)]
    small = TokenClassifier(
        shapes, words=whole.words.num_embeddings, labels=whole.head.out_features, dropout=0.0
    ).eval()
    with torch.no_grad():
        for part in ("words", "positions", "norm", "head"):
            getattr(small, part).load_state_dict(getattr(whole, part).state_dict())
        targets = [whole.embedded(torch.tensor([text.ids])) for text in texts]
        states = list(targets)
        for number, (large, narrow) in enumerate(zip(whole.layers, small.layers, strict=True)):
            targets, states = _fitted(large, narrow, heads[number], neurons[number], targets, states)
    return weights_of(small)


def _worth(model: TokenClassifier, texts: Sequence[Encoding]) -> tuple[Tensor, Tensor]:
    """Return the Fisher information of a gate on each head [layers, heads] and each inner neuron [layers, neurons].

    Labels are drawn from the model's own probabilities: the information is about what it says, not about being right.
    """
    layers: list[Layer] = list(model.layers)
    heads = torch.ones(len(layers), layers[0].heads, requires_grad=True)
    neurons = torch.ones(len(layers), layers[0].inner.out_features, requires_grad=True)
    worth = torch.zeros_like(heads), torch.zeros_like(neurons)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    draw = torch.Generator().manual_seed(0)
    for text in texts:
        x = model.embedded(torch.tensor([text.ids]))
        for number, layer in enumerate(layers):
            gate = heads[number].repeat_interleave(HEAD)
            x = layer.norm1(x + layer.out(layer.context(x) * gate))
            x = layer.norm2(x + layer.outer(layer.activation(x) * neurons[number]))
        logits = model.head(x)[0, text.first]
        drawn = torch.multinomial(logits.softmax(-1).detach(), 1, generator=draw)[:, 0]
        loss = F.cross_entropy(logits, drawn, reduction="sum")
        for total, slope in zip(worth, torch.autograd.grad(loss, (heads, neurons)), strict=True):
            total += slope**2
    return worth


def _kept(heads: Tensor, neurons: Tensor, share: float) -> tuple[list[list[int]], list[list[int]]]:
    """Return each layer's heads and neurons that stay: one head and two groups, and the best for their time."""
    offers: list[tuple[float, float, int, int, list[int]]] = []
    for layer in range(len(heads)):
        cost = _ATTENTION / heads.numel()
        offers += [(float(heads[layer, h]) / cost, cost, 0, layer, [h]) for h in range(heads.shape[1])]
        order = neurons[layer].argsort(descending=True, stable=True).tolist()
        cost = _INNER / neurons.numel() * _GROUP
        for start in range(0, len(order), _GROUP):
            group = order[start : start + _GROUP]
            offers.append((float(neurons[layer, group].sum()) / cost, cost, 1, layer, group))
    kept: tuple[list[list[int]], list[list[int]]] = ([[] for _ in heads], [[] for _ in neurons])
    least = (1, 2 * _GROUP)
    spent = 1 - _ATTENTION - _INNER
    for _, cost, part, layer, group in sorted(offers, key=lambda offer: (-offer[0], *offer[2:])):
        if len(kept[part][layer]) < least[part] or spent + cost <= share:
            kept[part][layer] += group
            spent += cost
    return [sorted(k) for k in kept[0]], [sorted(k) for k in kept[1]]


def _fitted(
    large: Layer, narrow: Layer, heads: list[int], neurons: list[int], targets: list[Tensor], states: list[Tensor]
) -> tuple[list[Tensor], list[Tensor]]:
    """Fill the weights of `narrow`; return what `large` makes of `targets`, and it of `states`."""
    rows = torch.tensor([head * HEAD + i for head in heads for i in range(HEAD)])
    width = large.out.out_features
    every = torch.cat([rows + part * width for part in range(3)])
    narrow.qkv.load_state_dict({"weight": large.qkv.weight[every], "bias": large.qkv.bias[every]})
    narrow.norm1.load_state_dict(large.norm1.state_dict())
    sums = [x + large.out(large.context(x)) for x in targets]
    own = [narrow.context(x) for x in states]
    _fit(narrow.out, own, [y - x for y, x in zip(sums, states, strict=True)], large.out.weight[:, rows], large.out.bias)
    targets = [large.norm1(y) for y in sums]
    states = [narrow.norm1(x + narrow.out(c)) for x, c in zip(states, own, strict=True)]

    narrow.inner.load_state_dict({"weight": large.inner.weight[neurons], "bias": large.inner.bias[neurons]})
    narrow.norm2.load_state_dict(large.norm2.state_dict())
    sums = [x + large.outer(large.activation(x)) for x in targets]
    own = [narrow.activation(x) for x in states]
    goals = [y - x for y, x in zip(sums, states, strict=True)]
    _fit(narrow.outer, own, goals, large.outer.weight[:, neurons], large.outer.bias)
    targets = [large.norm2(y) for y in sums]
    return targets, [narrow.norm2(x + narrow.outer(a)) for x, a in zip(states, own, strict=True)]


def _fit(layer: torch.nn.Linear, inputs: list[Tensor], goals: list[Tensor], weight: Tensor, bias: Tensor) -> None:
    """Give `layer` the weights that make `goals` of `inputs` by least squares, drawn a little towards the old ones."""
    size = weight.shape[1] + 1
    gram, cross = torch.zeros(size, size, dtype=torch.float64), torch.zeros(size, len(bias), dtype=torch.float64)
    for x, y in zip(inputs, goals, strict=True):
        a = torch.cat([x[0], torch.ones(x.shape[1], 1)], dim=1)
        gram += (a.T @ a).double()
        cross += (a.T @ y[0]).double()
    gram += torch.eye(size, dtype=torch.float64) * (1e-4 * gram.trace() / size)
    old = torch.cat([weight.T, bias[None]]).double()
    new = (old + torch.linalg.solve(gram, cross - gram @ old)).float()
    layer.load_state_dict({"weight": new[:-1].T.contiguous(), "bias": new[-1]})
