"""How sure the tagger is of its spans: the reading of each against the other readings of the same tokens."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.model.labels import LABELS, OUTSIDE
from detectors.model.viterbi import Scores

Places = NDArray[np.int64]

_BEGIN = np.arange(1, len(LABELS), 2)
_INSIDE = _BEGIN + 1


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
    total = np.zeros((len(scores) + 1, scores.shape[1]))
    np.cumsum(scores, axis=0, out=total[1:])
    nothing = total[last + 1, OUTSIDE] - total[first, OUTSIDE] + (size - 1) * steps[OUTSIDE, OUTSIDE]
    nothing += steps[before, OUTSIDE] + steps[OUTSIDE, after]
    something = scores[first][:, _BEGIN] + (total[last + 1] - total[first + 1])[:, _INSIDE]
    something += steps[before][:, _BEGIN]
    within = steps[_BEGIN, _INSIDE] + np.multiply.outer(size - 2, steps[_INSIDE, _INSIDE])
    longer = within + steps[_INSIDE][:, after].T
    something += np.where((size > 1)[:, None], longer, steps[_BEGIN][:, after].T)
    readings = np.concatenate([nothing[:, None], something], axis=1)
    weights = np.exp(readings - readings.max(axis=1, keepdims=True))
    chances: NDArray[np.float64] = weights[np.arange(len(first)), kind + 1] / weights.sum(axis=1)
    return chances
