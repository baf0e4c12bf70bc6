"""The weights of a BERT from an ONNX file that PyTorch exported: what a package of the plain encoder holds."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["encoder_weights"]


def encoder_weights(path: Path) -> dict[str, NDArray[Any]]:
    """Return the weights of the encoder in an ONNX file, named as transformers names them.

    All but the matrices of linear layers keep PyTorch's names there; a matrix is transposed and nameless, and the
    operator that multiplies by it is named after its module.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    weights = {name: array for name, array in stored.items() if name.startswith(("embeddings.", "encoder."))}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in stored:
            module = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            weights[f"{module}.weight"] = np.ascontiguousarray(stored[node.input[1]].T)
    return weights
