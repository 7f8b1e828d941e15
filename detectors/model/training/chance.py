"""Throws of the dice, from a generator that is handed in."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def happens(rng: np.random.Generator, chance: float) -> bool:
    """Tell whether something of this chance happens."""
    return bool(rng.random() < chance)


def pick(rng: np.random.Generator, ways: Sequence[T]) -> T:
    """Draw one of the ways, all alike."""
    return ways[int(rng.integers(len(ways)))]
