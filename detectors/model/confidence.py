"""How sure the tagger is of a span: its reading against the other readings of the same tokens."""

import numpy as np

from detectors.model.labels import KINDS, OUTSIDE
from detectors.model.viterbi import Scores


def confidence(scores: Scores, steps: Scores, kind: int, before: int, after: int) -> float:
    """Return the chance of a span, from 0 to 1, when its tokens are a span of one kind or nothing at all.

    ``scores`` are those of the span's tokens (tokens, labels), ``kind`` is an index into `KINDS`; ``before``
    and ``after`` are the labels of its neighbours, taken as certain.
    """
    size = len(scores)
    readings = [scores[:, OUTSIDE].sum() + steps[before, OUTSIDE] + steps[OUTSIDE, after]]
    readings[0] += (size - 1) * steps[OUTSIDE, OUTSIDE]
    for begin in range(1, 2 * len(KINDS), 2):
        inside = begin + 1
        reading = scores[0, begin] + scores[1:, inside].sum() + steps[before, begin]
        if size > 1:
            reading += steps[begin, inside] + (size - 2) * steps[inside, inside]
        readings.append(reading + steps[inside if size > 1 else begin, after])
    weights = np.exp(np.array(readings) - max(readings))
    return float(weights[kind + 1] / weights.sum())
