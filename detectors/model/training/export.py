"""Writes the trained network as the files that the tagger reads: int8 table, int8 ONNX network, manifest."""

import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from detectors.model.lexicon import ENGLISH, FRENCH, GAZETTEER, Lexicon
from detectors.model.training.bodies import Convolutions
from detectors.model.training.graphs import LAST_PRODUCT, map_graph, network_graph
from detectors.model.training.network import Network
from detectors.model.weights import CONTEXT_MAP, FILES, MANIFEST, NETWORK, WORD_MAP, WORDS


def export(network: Network, lexicon: Lexicon, tables: Path, out: Path, about: dict[str, Any]) -> None:
    """Write the weights folder, with the senses of ``tables``; ``about`` goes into the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    table = state["table.weight"]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    np.savez(
        out / WORDS,
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        case=state["case.weight"],
        steps=state["steps"] + state["forbidden"],
        halo=np.int64(network.body.halo),
    )
    lexicon.gazetteer.write(out / GAZETTEER)
    for name in (FRENCH, ENGLISH):
        if tables != out:
            shutil.copyfile(tables / name, out / name)
    onnx.save(map_graph(state, "word", gated=True), str(out / WORD_MAP))
    onnx.save(map_graph(state, "context", gated=False), str(out / CONTEXT_MAP))
    plain = out / "plain.onnx"
    if isinstance(network.body, Convolutions):
        onnx.save(network_graph(state), str(plain))
    else:
        _trace(network, plain)
    quantize_dynamic(
        plain,
        out / NETWORK,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=[LAST_PRODUCT],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    plain.unlink()
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    manifest = json.dumps({"sha256": digests, **about}, indent=2, sort_keys=True)
    (out / MANIFEST).write_text(manifest + "\n", "utf-8")


class _OneText(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is there for training only
    """A network on the vectors (tokens, width) of one text."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    def forward(self, vectors: Tensor) -> Tensor:
        scores: Tensor = self._network.decide(vectors[None], torch.ones(1, vectors.shape[0], 1))[0]
        return scores


def _trace(network: Network, path: Path) -> None:
    """Write a body that is compared and not shipped: its bytes may differ from one torch to the next."""
    names = {"input_names": ["vectors"], "output_names": ["scores"]}
    axes = {"vectors": {0: "count"}, "scores": {0: "count"}}
    one = _OneText(network).eval()
    example = torch.zeros(7, network.width)
    with warnings.catch_warnings():
        # The newer exporter freezes the number of tokens of a recurrent body.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            one, (example,), str(path), dynamo=False, opset_version=17, dynamic_axes=axes, **names
        )
