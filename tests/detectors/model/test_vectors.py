from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from detectors.model.features import SUMS
from detectors.model.vectors import Remembered, _summed


def _remembered(limit):
    asked = []

    def compute(keys):
        asked.extend(keys)
        return np.array([[key, key * 2] for key in keys], np.float32)

    return Remembered(compute, 2, limit), asked


def test_each_key_is_computed_once():
    held, asked = _remembered(10)
    assert held.of([1, 2, 1]).tolist() == [[1, 2], [2, 4], [1, 2]]
    assert held.of([2, 3]).tolist() == [[2, 4], [3, 6]]
    assert asked == [1, 2, 3]


def test_when_full_it_starts_afresh_and_stays_right():
    held, asked = _remembered(3)
    held.of([1, 2, 3])
    assert held.of([3, 4]).tolist() == [[3, 6], [4, 8]]
    assert held.of([1]).tolist() == [[1, 2]]
    assert asked == [1, 2, 3, 3, 4, 1]


def test_more_keys_than_it_can_hold_is_an_error():
    held, _ = _remembered(2)
    with pytest.raises(ValueError, match="broadcast"):
        held.of([1, 2, 3])


def test_threads_get_their_own_answers():
    held, _ = _remembered(40)
    asks = [list(range(start, start + 20)) for start in range(200)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(held.of, asks))
    assert [a[:, 0].tolist() for a in answers] == asks


def test_features_are_added_up_as_numpy_does():
    features = np.random.default_rng(5).standard_normal((9, sum(SUMS), 4)).astype(np.float32)
    starts = np.cumsum((0, *SUMS[:-1]))
    assert np.array_equal(_summed(features), np.add.reduceat(features, starts, axis=1))
