"""Builds the ONNX graphs of a trained network, node by node, so that the same weights give the same bytes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from detectors.model.labels import LABELS
from detectors.model.training.bodies import DILATIONS

State = Mapping[str, NDArray[np.float32]]
#: Node that stays in floats when the graph is quantised: it decides.
LAST_PRODUCT = "out"


class _Graph:
    """A graph in the making."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def linear(self, x: str, weight: NDArray[Any], bias: NDArray[Any], output: str) -> str:
        product = self.add("MatMul", [x, self.constant(f"{output}.weight", weight.T)], f"{output}.product")
        return self.add("Add", [product, self.constant(f"{output}.bias", bias)], output)

    def gate(self, x: str, output: str) -> str:
        """Half of the columns, gated by the other half."""
        halves = [f"{output}.value", f"{output}.gate"]
        self._nodes.append(
            helper.make_node("Split", [x], halves, name=f"{output}.split", axis=1, num_outputs=2)
        )
        opened = self.add("Sigmoid", [halves[1]], f"{output}.opened")
        return self.add("Mul", [halves[0], opened], output)

    def norm(self, x: str, state: State, key: str) -> str:
        parts = [self.constant(f"{key}.{part}", state[f"{key}.{part}"]) for part in ("weight", "bias")]
        return self.add("LayerNormalization", [x, *parts], f"{key}.normed", axis=-1, epsilon=1e-5)

    def model(self, source: tuple[str, int], target: tuple[str, int]) -> onnx.ModelProto:
        ends = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["count", size])
            for name, size in (source, target)
        ]
        graph = helper.make_graph(self._nodes, "names", ends[:1], ends[1:], self._constants)
        opset = helper.make_opsetid("", 18)
        model = helper.make_model(graph, opset_imports=[opset], producer_name="paravent")
        model.ir_version = 9
        onnx.checker.check_model(model)
        return model


def network_graph(state: State) -> onnx.ModelProto:
    """Build the convolutions behind the vectors: (tokens, width) to (tokens, labels)."""
    graph = _Graph()
    first, axis = graph.constant("first", np.array([0])), graph.constant("axis", np.array([0]))
    endless = graph.constant("endless", np.array([2**62]))
    x = "vectors"
    for i, dilation in enumerate(DILATIONS):
        h = graph.norm(x, state, f"body.norms.{i}")
        pads = graph.constant(f"pads{i}", np.array([dilation, 0, dilation, 0]))
        padded = graph.add("Pad", [h, pads], f"padded{i}")
        short = graph.constant(f"short{i}", np.array([-2 * dilation]))
        long = graph.constant(f"long{i}", np.array([2 * dilation]))
        before = graph.add("Slice", [padded, first, short, axis], f"before{i}")
        after = graph.add("Slice", [padded, long, endless, axis], f"after{i}")
        window = graph.add("Concat", [before, h, after], f"window{i}", axis=1)
        mixed = graph.linear(
            window, state[f"body.layers.{i}.weight"], state[f"body.layers.{i}.bias"], f"mixed{i}"
        )
        x = graph.add("Add", [x, graph.gate(mixed, f"gated{i}")], f"x{i}")
    final = graph.norm(x, state, "last_norm")
    product = graph.add("MatMul", [final, graph.constant("out.weight", state["out.weight"].T)], LAST_PRODUCT)
    graph.add("Add", [product, graph.constant("out.bias", state["out.bias"])], "scores")
    return graph.model(("vectors", len(state["last_norm.weight"])), ("scores", len(LABELS)))


def map_graph(state: State, key: str, *, gated: bool) -> onnx.ModelProto:
    """Build a linear map of features to vectors, its columns halved by a gate where it has one."""
    weight = state[f"{key}.weight"]
    graph = _Graph()
    x = graph.linear("features", weight, state[f"{key}.bias"], "mapped")
    x = graph.gate(x, "vectors") if gated else x
    return graph.model(("features", weight.shape[1]), (x, len(weight) // (1 + gated)))
