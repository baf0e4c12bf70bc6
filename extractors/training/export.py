"""A BERT token classifier written as an ONNX graph, and its int8 form.

The graph is built by hand from the weights' names, so that no tracer is needed and the hidden state comes out beside
the logits: the second look, the roles and the relations read it.
"""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from extractors.training.bert import HEAD

__all__ = ["build", "quantise"]

Weights = Mapping[str, NDArray[Any]]


class _Graph:
    """Nodes and initialisers in the making; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []
        self.count = 0

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.initialisers.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, *inputs: str, out: str | None = None, **attributes: Any) -> str:
        self.count += 1
        name = out or f"{kind}_{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"n_{name}", **attributes))
        return name


def build(weights: Weights) -> onnx.ModelProto:
    """Return the classifier; its layers, their heads and inner widths are told by the weights.

    Input `ids` int64 [1, T]; outputs `logits` float [T, 9] and `hidden` float [T, width]. Token types are folded
    into the positions: a text has one segment.
    """
    w = {name.removeprefix("bert."): np.asarray(value, dtype=np.float32) for name, value in weights.items()}
    width = w["embeddings.word_embeddings.weight"].shape[1]
    g = _Graph()
    positions = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
    ids = g.node("Squeeze", "ids", g.constant("axis0", np.array([0], np.int64)))
    words = g.node("Gather", g.constant("words", w["embeddings.word_embeddings.weight"]), ids)
    length = g.node("Shape", ids)
    place = g.node(
        "Slice", g.constant("positions", positions), g.constant("zero", np.array([0], np.int64)), length, "axis0_slice"
    )
    g.constant("axis0_slice", np.array([0], np.int64))
    x = _norm(g, w, "embeddings.LayerNorm", g.node("Add", words, place))
    apart = g.constant("apart", np.array([0, -1, HEAD], np.int64))
    flat = g.constant("flat", np.array([0, -1], np.int64))
    scale = np.float32(HEAD**-0.5)
    half, one, root = (
        g.constant(n, np.array(v, np.float32)) for n, v in (("half", 0.5), ("one", 1.0), ("root", 2**-0.5))
    )
    for number in range(_layers(w)):
        at = f"encoder.layer.{number}."
        names = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
        # the scale of the dot product goes into the query, one multiplication fewer
        factors = (scale, np.float32(1), np.float32(1))
        matrix = np.concatenate([w[f"{n}.weight"].T * f for n, f in zip(names, factors, strict=True)], axis=1)
        bias = np.concatenate([w[f"{n}.bias"] * f for n, f in zip(names, factors, strict=True)])
        qkv = _linear(g, f"l{number}_qkv", matrix, bias, x)
        split = [f"l{number}_{p}" for p in "qkv"]
        g.nodes.append(helper.make_node("Split", [qkv], split, axis=1, num_outputs=3, name=f"n_l{number}_split"))
        q, v = (g.node("Transpose", g.node("Reshape", split[i], apart), perm=[1, 0, 2]) for i in (0, 2))
        k = g.node("Transpose", g.node("Reshape", split[1], apart), perm=[1, 2, 0])
        attention = g.node("Softmax", g.node("MatMul", q, k), axis=-1)
        context = g.node("Reshape", g.node("Transpose", g.node("MatMul", attention, v), perm=[1, 0, 2]), flat)
        out = _dense(g, w, f"l{number}_out", f"{at}attention.output.dense", context)
        x = _norm(g, w, f"{at}attention.output.LayerNorm", g.node("Add", out, x))
        inner = _dense(g, w, f"l{number}_inner", f"{at}intermediate.dense", x)
        erf = g.node("Add", g.node("Erf", g.node("Mul", inner, root)), one)
        gelu = g.node("Mul", g.node("Mul", inner, erf), half)
        outer = _dense(g, w, f"l{number}_outer", f"{at}output.dense", gelu)
        x = _norm(g, w, f"{at}output.LayerNorm", g.node("Add", outer, x))
    g.node("Identity", x, out="hidden")
    logits = g.node("MatMul", x, g.constant("head_matrix", np.ascontiguousarray(w["classifier.weight"].T)))
    g.node("Add", logits, g.constant("head_bias", w["classifier.bias"]), out="logits")
    graph = helper.make_graph(
        g.nodes,
        "tagger",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "T"])],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["T", w["classifier.bias"].shape[0]]),
            helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["T", width]),
        ],
        g.initialisers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _layers(w: Weights) -> int:
    return next(n for n in itertools.count() if f"encoder.layer.{n}.output.dense.bias" not in w)


def _dense(g: _Graph, w: Weights, name: str, source: str, x: str) -> str:
    return _linear(g, name, w[f"{source}.weight"].T, w[f"{source}.bias"], x)


def _linear(g: _Graph, name: str, matrix: NDArray[Any], bias: NDArray[Any], x: str) -> str:
    product = g.node("MatMul", x, g.constant(f"{name}_w", np.ascontiguousarray(matrix)), out=f"{name}_mm")
    return g.node("Add", product, g.constant(f"{name}_b", bias))


def _norm(g: _Graph, w: Weights, name: str, x: str) -> str:
    scale = g.constant(f"{name}.s", w[f"{name}.weight"])
    shift = g.constant(f"{name}.b", w[f"{name}.bias"])
    return g.node("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)


def quantise(source: Path, target: Path, *, keep: Sequence[str] = ()) -> None:
    """Write the int8 form of `source`: weights per channel, activations scaled anew for each text.

    Weights keep seven bits (`reduce_range`): without VNNI the processor's eight-bit products saturate, and a paper
    would then read differently on another machine. `keep` names the MatMul nodes that stay in fp32.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(source)
    attention = [n.name for n in model.graph.node if n.op_type == "MatMul" and not n.output[0].endswith("_mm")]
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=[*attention, *keep],
    )
