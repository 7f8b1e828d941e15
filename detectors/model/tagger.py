"""Finds names in a text: tokens, their vectors, the network, the best labels, spans."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.model.blocks import blocks
from detectors.model.confidence import Spans, confidences
from detectors.model.context import Context, contexts
from detectors.model.graph import Graph
from detectors.model.labels import KINDS, OUTSIDE, PERSONAL
from detectors.model.tokens import Tokens, tokenize
from detectors.model.vectors import LONGEST, Encoder, Remembered
from detectors.model.viterbi import decode
from detectors.model.weights import Floats, read_weights

#: Tokens that one run of the network decides on; memory follows this, not the text.
_PIECE = 992
_WORDS, _CONTEXTS = 32768, 4096
#: Kinds that a sign may begin or end: "Hiver!", "@loup_".
_WHOLE = frozenset(("SECRET", "USERNAME"))


class NameSpan(NamedTuple):
    """What is found: code-point offsets (end exclusive), one of `labels.KINDS`, score from 0.5 to 1."""

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
        encoder = Encoder(weights)
        self._words: Remembered[str] = Remembered(encoder.words, encoder.width, _WORDS)
        self._contexts: Remembered[Context] = Remembered(encoder.contexts, encoder.width, _CONTEXTS)
        self._steps = weights.steps
        self._halo = weights.halo
        self._network = Graph(weights.network)
        #: Changes whenever the weights do.
        self.version = weights.version

    def tag(self, text: str, strictness: float = 0.0) -> list[NameSpan]:
        """Return the names in a text, in order, never overlapping.

        ``strictness`` is a head start for the first word of a person or an address: 0 is balanced, 2 finds
        more and errs more.
        """
        return [
            NameSpan(start + span.start, start + span.end, span.kind, span.score) if start else span
            for start, block in blocks(text)
            for span in self._tag(block, strictness)
        ]

    def tag_many(self, texts: Iterable[str], strictness: float = 0.0) -> list[list[NameSpan]]:
        """Tag each text; its answer never depends on the others."""
        return [self.tag(text, strictness) for text in texts]

    def _tag(self, text: str, strictness: float) -> Iterator[NameSpan]:
        tokens = tokenize(text)
        if tokens.words:
            scores = self.scores(tokens)
            scores[:, PERSONAL] += np.float32(strictness)
            yield from _spans(tokens, scores, decode(scores, self._steps), self._steps)

    def scores(self, tokens: Tokens) -> Floats:
        """Return the network's scores (tokens, labels), before any decision."""
        words = [word if len(word) <= LONGEST else word[:LONGEST] for word in tokens.words]
        distinct, index = contexts(tokens.words)
        pieces = []
        for start in range(0, len(words), _PIECE):
            end = min(start + _PIECE, len(words))
            left, right = max(start - self._halo, 0), min(end + self._halo, len(words))
            vectors = self._words.of(words[left:right])
            vectors += self._contexts.of([distinct[i] for i in index[left:right]])
            scores = self._network(vectors)
            pieces.append(scores[start - left : end - left])
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]


def _spans(tokens: Tokens, scores: Floats, labels: NDArray[np.int64], steps: Floats) -> Iterator[NameSpan]:
    framed = np.empty(len(labels) + 2, np.int64)
    framed[0] = framed[-1] = OUTSIDE
    framed[1:-1] = labels
    # A span begins where its label says so, or where a label goes on from nothing.
    goes_on = (framed > 0) & (framed % 2 == 0)
    first = ((labels > 0) & ~(goes_on[1:-1] & (framed[:-2] > 0))).nonzero()[0]
    if not len(first):
        return
    last = ((labels > 0) & ~goes_on[2:]).nonzero()[0]
    kinds = (labels[first] - 1) // 2
    spans = Spans(first, last, kinds, framed[first], framed[last + 2])
    chances = confidences(scores, steps, spans)
    for start, end, kind, chance in zip(
        first.tolist(), last.tolist(), kinds.tolist(), chances.tolist(), strict=True
    ):
        begin, stop = (start, end) if KINDS[kind] in _WHOLE else _trimmed(tokens, start, end)
        if begin <= stop:
            yield NameSpan(tokens.starts[begin], tokens.ends[stop], KINDS[kind], max(0.5, chance))


def _trimmed(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """Return a span's first and last tokens without punctuation or line breaks at either end."""
    while first <= last and not any(map(str.isalnum, tokens.words[first])):
        first += 1
    while last >= first and not any(map(str.isalnum, tokens.words[last])):
        last -= 1
    return first, last
