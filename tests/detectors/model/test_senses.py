import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.model.senses import UNKNOWN, Senses

_WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=6)


def _table(words):
    words = sorted(words, key=str.encode)
    rows = np.arange(1, len(words) + 1, dtype=np.uint16)
    return words, Senses("".join(word + "\n" for word in words).encode(), rows, rows + 1, rows + 2)


@settings(deadline=None)
@given(st.sets(_WORDS, max_size=30), _WORDS)
def test_every_word_is_found_in_its_row_and_no_other(words, other):
    words, senses = _table(words)
    for row, word in enumerate(words, 1):
        assert senses.of(word) == (row, row + 1, row + 2)
    if other not in words and "-" not in other:
        assert senses.of(other) is UNKNOWN


def test_a_compound_is_its_own_or_its_first_part():
    words, senses = _table(["ève", "marie", "jean-roy"])
    assert senses.of("jean-roy")[0] == 1 + words.index("jean-roy")
    assert senses.of("marie-line")[0] == 1 + words.index("marie")
    assert senses.of("line-marie") is UNKNOWN
    assert senses.of("") is UNKNOWN


def test_a_lone_surrogate_is_unknown():
    assert _table(["a"])[1].of("\ud800") is UNKNOWN
