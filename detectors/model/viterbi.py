"""The best sequence of labels, given the network's scores and the learned scores of steps between labels."""

import numpy as np
from numpy.typing import NDArray

from detectors.model.labels import OUTSIDE

#: A token whose score for "outside" leads all others by this much is outside, whatever its neighbours.
LEAD = 2.5

Scores = NDArray[np.float32]


def decode(scores: Scores, steps: Scores) -> NDArray[np.int64]:
    """Return each token's label; ``scores`` is (tokens, labels), ``steps`` (label before, label after).

    Tokens with a decisive `LEAD` cut the text into short runs, each decoded by Viterbi as if "outside" stood
    on both sides; all runs advance together, so that the cost follows the longest run, not the text.
    """
    count = len(scores)
    labels = np.zeros(count, np.int64)
    rest = np.delete(scores, OUTSIDE, axis=1).max(axis=1)
    open_tokens = np.flatnonzero(scores[:, OUTSIDE] - rest < LEAD)
    if not len(open_tokens):
        return labels
    breaks = np.flatnonzero(np.diff(open_tokens) > 1) + 1
    first = open_tokens[np.concatenate(([0], breaks))]
    last = open_tokens[np.concatenate((breaks - 1, [len(open_tokens) - 1]))]
    order = np.argsort(first - last, kind="stable")
    first, last = first[order], last[order]
    lengths = last - first + 1
    longest = int(lengths[0])
    best = scores[first] + steps[OUTSIDE]
    back = np.zeros((longest, len(first), scores.shape[1]), np.int64)
    final = best.copy()
    for at in range(1, longest):
        alive = int(np.searchsorted(-lengths, -at))
        ways = best[:alive, :, None] + steps
        back[at, :alive] = ways.argmax(axis=1)
        best = ways.max(axis=1) + scores[first[:alive] + at]
        final[:alive] = best
    current = (final + steps[:, OUTSIDE]).argmax(axis=1)
    for at in range(longest - 1, -1, -1):
        alive = int(np.searchsorted(-lengths, -at))
        labels[first[:alive] + at] = current[:alive]
        if at:
            current[:alive] = back[at, np.arange(alive), current[:alive]]
    return labels
