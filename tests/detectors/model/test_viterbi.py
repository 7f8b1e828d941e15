import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.model.labels import IMPOSSIBLE, LABELS, possible
from detectors.model.viterbi import LEAD, decode

_STEPS = np.array(
    [[0.0 if possible(a, b) else IMPOSSIBLE for b in range(len(LABELS))] for a in range(len(LABELS))],
    np.float32,
)


def _best(scores, steps):
    def value(path):
        whole = (0, *path, 0)
        return sum(steps[a, b] for a, b in itertools.pairwise(whole)) + sum(
            scores[i, p] for i, p in enumerate(path)
        )

    return max(itertools.product(range(scores.shape[1]), repeat=len(scores)), key=value)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_a_short_run_gets_the_best_of_all_paths(seed, size):
    rng = np.random.default_rng(seed)
    scores = rng.uniform(-2, 2, (size, len(LABELS))).astype(np.float32)
    steps = _STEPS + rng.uniform(-1, 1, _STEPS.shape).astype(np.float32)
    assert tuple(decode(scores, steps)) == _best(scores, steps)


@given(st.integers(0, 10_000), st.integers(0, 60))
def test_no_span_continues_another_kind(seed, size):
    scores = np.random.default_rng(seed).uniform(-6, 6, (size, len(LABELS))).astype(np.float32)
    labels = [0, *decode(scores, _STEPS), 0]
    assert all(possible(int(a), int(b)) for a, b in itertools.pairwise(labels))


@given(st.integers(0, 10_000))
def test_runs_do_not_see_each_other(seed):
    rng = np.random.default_rng(seed)
    outside = np.zeros((1, len(LABELS)), np.float32)
    outside[0, 0] = LEAD + 1
    runs = [rng.uniform(-2, 2, (int(n), len(LABELS))).astype(np.float32) for n in rng.integers(1, 7, 5)]
    whole = decode(np.concatenate([part for run in runs for part in (run, outside)]), _STEPS)
    apart = np.concatenate([part for run in runs for part in (decode(run, _STEPS), [0])])
    assert list(whole) == list(apart)
