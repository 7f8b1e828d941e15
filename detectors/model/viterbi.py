"""The best sequence of labels, given the network's scores and the learned scores of steps between labels."""

import numpy as np
from numpy.typing import NDArray

from detectors.model.labels import OUTSIDE

#: A token whose score for "outside" leads all others by this much is outside, whatever its neighbours.
LEAD = 2.5

Scores = NDArray[np.float32]

_START, _END = np.array([0]), np.array([-1])


def decode(scores: Scores, steps: Scores) -> NDArray[np.int64]:
    """Return each token's label; ``scores`` is (tokens, labels), ``steps`` (label before, label after).

    Tokens with a decisive `LEAD` cut the text into short runs, each decoded by Viterbi as if "outside" stood
    on both sides; all runs advance together, so that the cost follows the longest run, not the text.
    """
    labels = np.zeros(len(scores), np.int64)
    # Label by label, and label before by label before below: numpy is quick along the last axis alone.
    by_label = np.ascontiguousarray(scores.T)
    rest = np.maximum.reduce(by_label[OUTSIDE + 1 :])
    open_tokens = (by_label[OUTSIDE] - rest < LEAD).nonzero()[0]
    if not len(open_tokens):
        return labels
    breaks = (open_tokens[1:] - open_tokens[:-1] > 1).nonzero()[0]
    first = open_tokens[np.concatenate((_START, breaks + 1))]
    lengths = open_tokens[np.concatenate((breaks, _END))] - first + 1
    order = (-lengths).argsort(kind="stable")
    first, lengths = first[order], lengths[order]
    longest = int(lengths[0])
    # How many runs are longer than each number of tokens; these come first.
    alive = (len(first) - np.bincount(lengths, minlength=longest + 1).cumsum()).tolist()
    best = [scores[first] + steps[OUTSIDE]]
    from_each = steps[:, None, :]
    for at in range(1, longest):
        ahead = np.maximum.reduce(best[-1][: alive[at]].T[:, :, None] + from_each)
        ahead += scores[first[: alive[at]] + at]
        best.append(ahead)
    final = [best[at][alive[at + 1] :] for at in range(longest - 1, -1, -1)]
    current = (np.concatenate(final) + steps[:, OUTSIDE]).argmax(axis=1)
    before = steps.T
    for at in range(longest - 1, -1, -1):
        here = current[: alive[at]]
        labels[first[: alive[at]] + at] = here
        if at:
            # Which label led here is asked along the best path alone.
            current[: alive[at]] = (best[at - 1][: alive[at]] + before[here]).argmax(axis=1)
    return labels
