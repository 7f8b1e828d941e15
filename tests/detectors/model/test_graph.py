from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from detectors.model.graph import Graph
from detectors.model.labels import LABELS
from detectors.model.weights import read_weights

WIDTH = Graph(read_weights().word_map).width


@pytest.fixture(scope="module")
def network():
    return Graph(read_weights().network)


def test_one_row_of_scores_per_row_of_values(network):
    assert network(np.zeros((7, WIDTH), np.float32)).shape == (7, len(LABELS))
    assert network.width == len(LABELS)


def test_values_of_any_layout_and_kind_of_number_are_taken(network):
    values = np.random.default_rng(0).normal(size=(WIDTH, 5))
    assert np.array_equal(network(values.T), network(np.ascontiguousarray(values.T, np.float32)))


def test_threads_get_their_own_answers(network):
    asks = [np.full((3, WIDTH), i / 10, np.float32) for i in range(40)]
    alone = [network(ask) for ask in asks]
    with ThreadPoolExecutor(4) as threads:
        assert all(map(np.array_equal, threads.map(network, asks), alone))
