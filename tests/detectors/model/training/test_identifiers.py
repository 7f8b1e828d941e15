import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.labels import KINDS
from detectors.model.training.identifiers import IDENTIFIERS, shaped

_MARKED = re.compile(r"\[\[([A-Z_]+)\|([^\[\]|]+)\]\]")


@given(st.integers(0, 5000))
def test_a_shape_keeps_its_signs_and_draws_the_rest(seed):
    rng = np.random.default_rng(seed)
    assert re.fullmatch(r"[A-Z]{2}-20\d\d-\d{4}", shaped("AA-Y-9999", rng))
    assert re.fullmatch(r"\d\d-[a-z]#", shaped("YY-a#", rng))


@pytest.mark.parametrize("slot", IDENTIFIERS)
def test_each_slot_is_one_marked_value_or_a_plain_number(slot):
    rng = np.random.default_rng(1)
    for _ in range(200):
        drawn = IDENTIFIERS[slot](rng)
        mark = _MARKED.fullmatch(drawn)
        assert mark is None or (mark[1] in KINDS and mark[2] == mark[2].strip())
        assert (mark is None) == ("[[" not in drawn)
        assert mark or any(map(str.isdigit, drawn))
