"""The pre-filter never silences a recognizer that would have found something."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.prefilter import Prefilter
from detectors.reading import Reading
from detectors.recognizers import RECOGNIZERS
from detectors.recognizers.recognizer import Recognizer

_MADE: list[Recognizer] = [kind() for kind in RECOGNIZERS if not kind.NEEDS_NAMES]
_FILTER = Prefilter(_MADE)
EXAMPLES = [re.sub(r"\[\[|\]\]", "", text) for kind in RECOGNIZERS for text in (*kind.FINDS, *kind.SPARES)]


def test_a_clean_sentence_leaves_nearly_all_idle() -> None:
    idle = _FILTER.idle(Reading("Les oies blanches reviennent au printemps."))
    gated = [recognizer for recognizer in _MADE if recognizer.GATE is not None]
    assert len(idle) > len(gated) * 0.8


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES), st.integers(0, 60))
def test_an_idle_recognizer_finds_nothing(one: str, other: str, at: int) -> None:
    reading = Reading(f"{one[:at]}\n{other}")
    idle = _FILTER.idle(reading)
    for recognizer in _MADE:
        if recognizer.name in idle:
            assert [hit for hit in recognizer.find(reading) if hit.score >= 0.5] == [], recognizer.name
