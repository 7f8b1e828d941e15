import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.confidence import confidence
from detectors.model.labels import KINDS, LABELS


def _readings(size):
    yield (0,) * size
    for begin in range(1, len(LABELS), 2):
        yield (begin, *(begin + 1,) * (size - 1))


@given(st.integers(0, 5000), st.integers(1, 5))
def test_it_weighs_a_span_against_the_other_readings(seed, size):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(size, len(LABELS))).astype(np.float32)
    steps = rng.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    before, after = (int(label) for label in rng.integers(len(LABELS), size=2))
    weights = []
    for path in _readings(size):
        whole = (before, *path, after)
        step = sum(float(steps[a, b]) for a, b in itertools.pairwise(whole))
        weights.append(np.exp(step + sum(float(scores[i, label]) for i, label in enumerate(path))))
    for kind in range(len(KINDS)):
        expected = weights[kind + 1] / sum(weights)
        assert confidence(scores, steps, kind, before, after) == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_a_clear_name_is_sure():
    scores = np.zeros((2, len(LABELS)), np.float32)
    scores[0, LABELS.index("B-PERSON")] = scores[1, LABELS.index("I-PERSON")] = 9
    assert confidence(scores, np.zeros((len(LABELS),) * 2, np.float32), 0, 0, 0) > 0.99
