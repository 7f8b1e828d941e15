import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.gazetteer import Gazetteer, Known
from detectors.model.labels import THINGS
from detectors.model.training.augment import restyle, swap
from detectors.model.training.documents import Document, unmark

_TEXT, _SPANS = unmark(
    "Nom : [[PERSON|TREMBLAY]], [[PERSON|Marie-Ève]]\nMme [[PERSON|Tremblay]] (né à l'Île) — [[PERSON|J. Roy]]\n"
    "au [[STREET_ADDRESS|12, rue Roy]]. [[PERSON|marie-ève]] dort."
)
_DOCUMENT = Document(_TEXT, _SPANS, "test", hides=THINGS)
_LISTED = Gazetteer({"marie-eve": int(Known.GIVEN), "tremblay": int(Known.SURNAME)})


class _Pool:
    def given(self, rng):
        return "Fatou"

    def surname(self, rng):
        return "N'Guessan"


def _people(document):
    return [document.text[s.start : s.end] for s in document.spans if s.kind == "PERSON"]


def test_the_same_person_gets_the_same_other_name_in_the_same_case():
    swapped = swap(_DOCUMENT, np.random.default_rng(1), _Pool(), _LISTED)
    names = _people(swapped)
    assert names[:3] == ["N'GUESSAN", "Fatou", "N'Guessan"]
    assert names[3].endswith(". N'Guessan")
    assert names[4] == "fatou"
    assert [s.kind for s in swapped.spans] == [s.kind for s in _SPANS]
    assert "12, rue Roy" in swapped.text


@given(st.integers(0, 5000))
def test_restyling_moves_nothing(seed):
    styled = restyle(_DOCUMENT, np.random.default_rng(seed))
    assert styled.spans == _DOCUMENT.spans
    assert len(styled.text) == len(_DOCUMENT.text)
