import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.confidence import Spans, confidences
from detectors.model.labels import KINDS, LABELS


def _readings(size):
    yield (0,) * size
    for begin in range(1, len(LABELS), 2):
        yield (begin, *(begin + 1,) * (size - 1))


@given(st.integers(0, 5000), st.integers(1, 5), st.integers(0, 3), st.integers(0, 3))
def test_it_weighs_a_span_against_the_other_readings(seed, size, lead, tail):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(lead + size + tail, len(LABELS))).astype(np.float32)
    steps = rng.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    before, after = (int(label) for label in rng.integers(len(LABELS), size=2))
    weights = []
    for path in _readings(size):
        whole = (before, *path, after)
        step = sum(float(steps[a, b]) for a, b in itertools.pairwise(whole))
        weights.append(np.exp(step + sum(float(scores[lead + i, label]) for i, label in enumerate(path))))
    kinds = np.arange(len(KINDS))
    same = np.ones_like(kinds)
    spans = Spans(same * lead, same * (lead + size - 1), kinds, same * before, same * after)
    found = confidences(scores, steps, spans)
    assert found == pytest.approx(np.array(weights[1:]) / sum(weights), rel=1e-3, abs=1e-6)


def test_a_clear_name_is_sure():
    scores = np.zeros((2, len(LABELS)), np.float32)
    scores[0, LABELS.index("B-PERSON")] = scores[1, LABELS.index("I-PERSON")] = 9
    nothing = np.array([0])
    steps = np.zeros((len(LABELS),) * 2, np.float32)
    assert confidences(scores, steps, Spans(nothing, np.array([1]), nothing, nothing, nothing))[0] > 0.99
