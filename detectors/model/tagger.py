"""Finds names in a text: tokens, their vectors, the network, the best labels, spans."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from detectors.model.context import Context, contexts
from detectors.model.labels import PERSONAL, begins, kind_of
from detectors.model.tokens import Tokens, tokenize
from detectors.model.vectors import LONGEST, Remembered, WordEncoder
from detectors.model.viterbi import decode
from detectors.model.weights import Floats, read_weights

#: Tokens that one run of the network decides on; memory follows this, not the text.
_PIECE = 992
_WORDS, _CONTEXTS = 32768, 4096


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name found: code-point offsets (end exclusive), kind (PERSON, ADDRESS, ORG or LOC), score in 0.5..1."""

    start: int
    end: int
    kind: str
    score: float


class NameTagger:
    """Tags texts with the weights of a folder (None: the shipped ones).

    What it finds in a text follows from the text and the strictness alone. Threads may share one.
    """

    def __init__(self, directory: Path | None = None) -> None:
        weights = read_weights(directory)
        encoder = WordEncoder(weights)
        width = len(weights.context_bias)
        self._words: Remembered[str] = Remembered(encoder.words, width, _WORDS)
        self._contexts: Remembered[Context] = Remembered(encoder.contexts, width, _CONTEXTS)
        self._steps = weights.steps
        self._halo = weights.halo
        self._session = _session(weights.network)
        #: Changes whenever the weights do.
        self.version = weights.version

    def tag(self, text: str, strictness: float = 0.0) -> list[NameSpan]:
        """Names in order of place, never overlapping.

        ``strictness`` is a head start for the first word of a person or an address: 0 is balanced, 2 finds more and
        errs more.
        """
        tokens = tokenize(text)
        if not tokens.words:
            return []
        scores = self.scores(tokens)
        scores[:, PERSONAL] += np.float32(strictness)
        return list(_spans(tokens, scores, decode(scores, self._steps)))

    def tag_many(self, texts: Iterable[str], strictness: float = 0.0) -> list[list[NameSpan]]:
        """`tag` of each text; a text's answer never depends on its neighbours."""
        return [self.tag(text, strictness) for text in texts]

    def scores(self, tokens: Tokens) -> Floats:
        """The network's scores (tokens, labels) before any decision."""
        words = [word if len(word) <= LONGEST else word[:LONGEST] for word in tokens.words]
        distinct, index = contexts(tokens.words)
        pieces = []
        for start in range(0, len(words), _PIECE):
            end = min(start + _PIECE, len(words))
            left, right = max(start - self._halo, 0), min(end + self._halo, len(words))
            vectors = self._words.of(words[left:right])
            vectors += self._contexts.of([distinct[i] for i in index[left:right]])
            (scores,) = self._session.run(None, {"vectors": vectors})
            pieces.append(scores[start - left : end - left])
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]


def _session(network: bytes) -> onnxruntime.InferenceSession:
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _spans(tokens: Tokens, scores: Floats, labels: NDArray[np.int64]) -> Iterator[NameSpan]:
    inside = np.flatnonzero(labels)
    if not len(inside):
        return
    chances = np.exp(scores[inside] - scores[inside].max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    found = labels[inside]
    opening = [i for i in range(len(found)) if begins(found[i]) or not i or inside[i] != inside[i - 1] + 1]
    for i, j in pairwise([*opening, len(found)]):
        first = int(found[i]) if begins(int(found[i])) else int(found[i]) - 1
        first_token, last_token = _trimmed(tokens, int(inside[i]), int(inside[j - 1]))
        if first_token > last_token:
            continue
        score = float(chances[i:j, first : first + 2].sum(axis=1).mean())
        yield NameSpan(
            tokens.starts[first_token], tokens.ends[last_token], kind_of(first), max(0.5, min(score, 1.0))
        )


def _trimmed(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """A span's first and last tokens without punctuation or line breaks at either end."""
    while first <= last and not any(map(str.isalnum, tokens.words[first])):
        first += 1
    while last >= first and not any(map(str.isalnum, tokens.words[last])):
        last -= 1
    return first, last
