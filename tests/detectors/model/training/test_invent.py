import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.labels import THINGS
from detectors.model.training.documents import LISTS
from detectors.model.training.invent import Inventor


@pytest.fixture(scope="module")
def inventor(pool, folders):
    return Inventor(pool, folders, folders)


@given(st.integers(0, 3000))
def test_every_text_is_filled_and_marked(inventor, seed):
    document = inventor.document(np.random.default_rng(seed))
    assert not any(sign in document.text for sign in ("⟨", "⟩", "[[", "]]"))
    assert document.hides == THINGS
    for span in document.spans:
        value = document.text[span.start : span.end]
        assert value.strip() == value != ""
        if span.kind == "PERSON":
            assert value.casefold().startswith(("aïssata", "n'guessan", "a. n'guessan"))


def test_every_template_can_be_filled(inventor, folders):
    for template in (LISTS / "templates.txt").read_text("utf-8").split("%%\n"):
        text = inventor._write(template, np.random.default_rng(0))
        assert "{" not in text.replace('{"', "").replace("{ ", "") or "[[PERSON" in text or '"tool"' in text


def test_the_same_seed_gives_the_same_text(inventor):
    assert inventor.document(np.random.default_rng(7)) == inventor.document(np.random.default_rng(7))
