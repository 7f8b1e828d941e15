"""Writes the trained network as the files that the tagger reads: int8 table, int8 ONNX network, manifest."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from detectors.model.gazetteer import Gazetteer
from detectors.model.labels import LABELS
from detectors.model.training.network import DILATIONS, WIDTH, Network
from detectors.model.weights import GAZETTEER, MANIFEST, NETWORK, WORDS


def export(network: Network, gazetteer: Gazetteer, out: Path, about: dict[str, Any]) -> None:
    """Write the weights folder; ``about`` goes into the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    table = state["table.weight"]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    np.savez(
        out / WORDS,
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        case=state["case.weight"],
        word_weight=state["word.weight"].T.astype(np.float16),
        word_bias=state["word.bias"],
        context_weight=state["context.weight"].T.astype(np.float16),
        context_bias=state["context.bias"],
        steps=state["steps"] + state["forbidden"],
        halo=np.int64(sum(DILATIONS)),
    )
    gazetteer.write(out / GAZETTEER)
    plain = out / "plain.onnx"
    onnx.save(_graph(state), str(plain))
    quantize_dynamic(
        plain,
        out / NETWORK,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=["out"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    plain.unlink()
    digests = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (GAZETTEER, NETWORK, WORDS)
    }
    (out / MANIFEST).write_text(
        json.dumps({"sha256": digests, **about}, indent=2, sort_keys=True) + "\n", "utf-8"
    )


def _graph(state: dict[str, Any]) -> onnx.ModelProto:
    """The network behind the word vectors: (tokens, width) to (tokens, labels)."""
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []

    def constant(name: str, value: Any) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def norm(x: str, key: str, output: str) -> str:
        scale, bias = (constant(f"{key}.{part}", state[f"{key}.{part}"]) for part in ("weight", "bias"))
        return add("LayerNormalization", [x, scale, bias], output, axis=-1, epsilon=1e-5)

    first, axis = constant("first", np.array([0])), constant("axis", np.array([0]))
    endless = constant("endless", np.array([2**62]))
    x = "vectors"
    for i, dilation in enumerate(DILATIONS):
        h = norm(x, f"norms.{i}", f"h{i}")
        padded = add("Pad", [h, constant(f"pads{i}", np.array([dilation, 0, dilation, 0]))], f"padded{i}")
        short = constant(f"short{i}", np.array([-2 * dilation]))
        long = constant(f"long{i}", np.array([2 * dilation]))
        before = add("Slice", [padded, first, short, axis], f"before{i}")
        after = add("Slice", [padded, long, endless, axis], f"after{i}")
        window = add("Concat", [before, h, after], f"window{i}", axis=1)
        product = add(
            "MatMul", [window, constant(f"weight{i}", state[f"layers.{i}.weight"].T)], f"product{i}"
        )
        biased = add("Add", [product, constant(f"bias{i}", state[f"layers.{i}.bias"])], f"biased{i}")
        nodes.append(
            helper.make_node(
                "Split", [biased], [f"value{i}", f"gate{i}"], name=f"split{i}", axis=1, num_outputs=2
            )
        )
        opened = add("Sigmoid", [f"gate{i}"], f"opened{i}")
        x = add("Add", [x, add("Mul", [f"value{i}", opened], f"gated{i}")], f"x{i}")
    final = norm(x, "last_norm", "final")
    add("MatMul", [final, constant("out.weight", state["out.weight"].T)], "out")
    add("Add", ["out", constant("out.bias", state["out.bias"])], "scores")
    graph = helper.make_graph(
        nodes,
        "names",
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["tokens", WIDTH])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["tokens", len(LABELS)])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], producer_name="paravent")
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model
