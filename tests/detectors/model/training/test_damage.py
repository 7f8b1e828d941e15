import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.labels import THINGS
from detectors.model.training.damage import garble, join_lines, lose_lines
from detectors.model.training.documents import Document, unmark

_TEXT, _SPANS = unmark(
    "Nom : [[PERSON|TREMBLAY]], [[PERSON|Marie-Ève]]\nMme [[PERSON|Tremblay]] (né à l'Île) — [[PERSON|J. Roy]]\n"
    "au [[STREET_ADDRESS|12, rue Roy]]. [[PERSON|marie-ève]] dort."
)
_DOCUMENT = Document(_TEXT, _SPANS, "test", hides=THINGS)


def _people(document):
    return [document.text[s.start : s.end] for s in document.spans if s.kind == "PERSON"]


@given(st.integers(0, 5000))
def test_lost_lines_take_their_spans_along(seed):
    left = lose_lines(_DOCUMENT, np.random.default_rng(seed))
    kept = [line for line in _TEXT.splitlines(keepends=True) if line in left.text]
    assert left.text == "".join(kept)
    assert _people(left) == [name for line in kept for name in _people(_DOCUMENT) if _holds(line, name)]


def _holds(line, name):
    return {"TREMBLAY": 0, "Marie-Ève": 0, "Tremblay": 1, "J. Roy": 1, "marie-ève": 2}[
        name
    ] == _TEXT.splitlines(keepends=True).index(line)


@given(st.integers(0, 5000), st.floats(0, 0.5))
def test_garbled_spans_still_lie_around_their_names(seed, rate):
    garbled = garble(_DOCUMENT, np.random.default_rng(seed), rate)
    ends = [0, *(at for s in garbled.spans for at in (s.start, s.end)), len(garbled.text)]
    assert ends == sorted(ends)
    if rate == 0:
        assert [name.split() for name in _people(garbled)] == [name.split() for name in _people(_DOCUMENT)]


def test_joined_lines_keep_offsets():
    joined = join_lines(_DOCUMENT)
    assert _people(joined) == _people(_DOCUMENT)
    assert "\n" not in joined.text
