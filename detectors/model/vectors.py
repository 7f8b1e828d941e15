"""Vectors of words and contexts, remembered: a text uses few distinct ones, and calls repeat them."""

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from detectors.model.context import Context
from detectors.model.features import GRAMS, SUMS, word_rows
from detectors.model.graph import Graph
from detectors.model.weights import Floats, Weights

#: A longer word is a blob: its beginning stands for it, so that none is kept in memory.
LONGEST = 48

#: Where each sum of features begins.
_SUMS_START = np.cumsum((0, *SUMS[:-1]))


def _summed(features: Floats) -> Floats:
    """Add up features (words, features, numbers) as `np.add.reduceat` does, in its order, in less time."""
    sums: Floats = features[:, _SUMS_START]
    for place, (start, size) in enumerate(zip(_SUMS_START.tolist(), SUMS, strict=True)):
        if size > 1:
            others = features[:, start + 1].copy()
            for other in range(start + 2, start + size):
                others += features[:, other]
            sums[:, place] += others
    return sums


K = TypeVar("K", bound=Hashable)


class Remembered(Generic[K]):
    """Vectors by key, at most ``limit`` of them; when full, it starts afresh. Threads may share one."""

    def __init__(self, compute: Callable[[Sequence[K]], Floats], width: int, limit: int) -> None:
        self._compute = compute
        self._width = width
        self._limit = limit
        self._lock = Lock()
        self._held = self._empty()

    def of(self, keys: Sequence[K]) -> Floats:
        """Return one row per key; a call may ask for at most ``limit`` distinct keys."""
        places, vectors = self._held
        try:
            return vectors[[places[key] for key in keys]]
        except KeyError:
            pass
        with self._lock:
            places, vectors = self._held
            missing = [key for key in dict.fromkeys(keys) if key not in places]
            if len(places) + len(missing) > self._limit:
                places, vectors = self._held = self._empty()
                missing = list(dict.fromkeys(keys))
            if missing:
                first = len(places)
                vectors[first : first + len(missing)] = self._compute(missing)
                places.update((key, first + i) for i, key in enumerate(missing))
        return vectors[[places[key] for key in keys]]

    def _empty(self) -> tuple[dict[K, int], Floats]:
        return {}, np.empty((self._limit, self._width), np.float32)


class Encoder:
    """Computes the vectors of words and contexts as the trained network does."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._word_map = Graph(weights.word_map)
        self._context_map = Graph(weights.context_map)
        #: Numbers in a vector.
        self.width = self._word_map.width

    def words(self, words: Sequence[str]) -> Floats:
        """Return vectors (words, width): a gated linear map of the features of each word."""
        rows: list[list[int]] = []
        meanings: list[tuple[int, int]] = []
        grams = np.zeros((len(words), GRAMS), np.int64)
        for i, word in enumerate(words):
            features, spelled, meant = word_rows(word, self._weights.lexicon)
            rows.append(features)
            meanings.append(meant)
            grams[i, : len(spelled)] = spelled
        index = np.array(rows, np.int64)
        features_of = self._weights.rows(index)
        features_of[index == 0] = 0
        spellings = self._weights.rows(grams)
        spellings[grams == 0] = 0
        counted = np.maximum((grams > 0).sum(axis=1, keepdims=True), 1)
        joined = np.concatenate(
            [
                _summed(features_of).reshape(len(words), -1),
                spellings.sum(axis=1) / counted.astype(np.float32),
                self._weights.meanings.rows(np.array(meanings, np.int64)).reshape(len(words), -1),
            ],
            axis=1,
        )
        return self._word_map(joined)

    def contexts(self, contexts: Sequence[Context]) -> Floats:
        """Return vectors (contexts, width)."""
        index = np.array(contexts, np.int64)
        labels = self._weights.rows(index[:, :2])
        labels[index[:, :2] == 0] = 0
        joined = np.concatenate([labels.reshape(len(index), -1), self._weights.case[index[:, 2]]], axis=1)
        return self._context_map(joined)
