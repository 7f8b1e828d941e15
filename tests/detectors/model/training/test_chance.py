import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.training.chance import happens, pick


@given(st.integers(0, 1000))
def test_what_is_certain_happens_and_what_is_impossible_does_not(seed):
    rng = np.random.default_rng(seed)
    assert happens(rng, 1.0)
    assert not happens(rng, 0.0)


def test_every_way_is_drawn():
    rng = np.random.default_rng(0)
    assert {pick(rng, "abc") for _ in range(60)} == set("abc")
    assert 20 < sum(happens(rng, 0.3) for _ in range(100)) < 40
