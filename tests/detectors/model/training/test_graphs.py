import numpy as np
import pytest

from detectors.model.graph import Graph

pytest.importorskip("torch", reason="torch is installed for training only")
pytest.importorskip("onnx", reason="onnx is installed for training only")

from detectors.model.training.graphs import map_graph

WIDTH = 12


@pytest.mark.parametrize("gated", [True, False])
def test_a_map_is_linear_and_gated_where_told(gated):
    rng = np.random.default_rng(0)
    weight = rng.normal(size=(WIDTH * (1 + gated), 10)).astype(np.float32)
    bias = rng.normal(size=len(weight)).astype(np.float32)
    features = rng.normal(size=(4, 10)).astype(np.float32)
    expected = features @ weight.T + bias
    if gated:
        expected = expected[:, :WIDTH] / (1 + np.exp(-expected[:, WIDTH:]))
    graph = Graph(
        map_graph({"word.weight": weight, "word.bias": bias}, "word", gated=gated).SerializeToString()
    )
    assert np.allclose(graph(features), expected, atol=1e-4)
