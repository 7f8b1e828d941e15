"""How sure the tagger is of its spans: the reading of each against the other readings of the same tokens."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.model.labels import LABELS, OUTSIDE
from detectors.model.viterbi import Scores

Places = NDArray[np.int64]

_BEGIN = np.arange(1, len(LABELS), 2)
_INSIDE = _BEGIN + 1
#: What is added up along a span.
_ADDED = np.concatenate(([OUTSIDE], _INSIDE))


class Spans(NamedTuple):
    """Spans of a text: a token each for the ``first`` and the ``last`` of theirs, inclusive.

    ``kind`` is an index into `KINDS`; ``before`` and ``after`` are the labels of the neighbours, taken as
    certain.
    """

    first: Places
    last: Places
    kind: Places
    before: Places
    after: Places


def confidences(scores: Scores, steps: Scores, spans: Spans) -> NDArray[np.float64]:
    """Return the chance of each span, from 0 to 1, when its tokens are a span of one kind or nothing at all.

    ``scores`` are those of the whole text (tokens, labels).
    """
    first, last, kind, before, after = spans
    size = last - first + 1
    total = np.empty((len(scores) + 1, len(_ADDED)))
    total[0], total[1:] = 0, scores[:, _ADDED]
    total = total.cumsum(axis=0)
    stop = total[last + 1]
    readings = np.empty((1 + len(_BEGIN), len(first)))
    nothing, something = readings[0], readings[1:].T
    nothing[:] = stop[:, 0] - total[first, 0] + (size - 1) * steps[OUTSIDE, OUTSIDE]
    nothing += steps[before, OUTSIDE] + steps[OUTSIDE, after]
    something[:] = scores[first][:, _BEGIN] + (stop - total[first + 1])[:, 1:]
    something += steps[before][:, _BEGIN]
    ending = steps.T[after]
    within = steps[_BEGIN, _INSIDE] + np.multiply.outer(size - 2, steps[_INSIDE, _INSIDE])
    something += np.where((size > 1)[:, None], within + ending[:, _INSIDE], ending[:, _BEGIN])
    weights = np.exp(readings - np.maximum.reduce(readings))
    chances: NDArray[np.float64] = weights[kind + 1, np.arange(len(first))] / np.add.reduce(weights)
    return chances
