"""Whether a run of letters is a word of French or English, as large bodies of text tell.

The tables are the name model's own; without it, they are read when the first word is asked for. What no table
has in small letters is a name, a foreign word, an error of typing, or made up.
"""

from functools import cache

from detectors.model.lexicon import ENGLISH, FRENCH
from detectors.model.senses import RARE, Senses
from detectors.model.weights import SHIPPED


@cache
def _tables() -> tuple[Senses, ...]:
    return tuple(Senses.read(SHIPPED / name) for name in (FRENCH, ENGLISH))


def is_word(folded: str) -> bool:
    """Tell whether a folded run of letters is written in small letters by more than a few."""
    return any(table.of(folded).common // (RARE + 1) < RARE for table in _tables())
