import numpy as np
import pytest

from detectors.model.training.documents import LISTS
from detectors.model.training.slots import Filler


def test_a_numbered_person_stays_the_same_in_a_text(pool, folders):
    filler = Filler(pool, folders, folders, LISTS / "words.txt")
    rng = np.random.default_rng(3)
    surname = filler.fill("s", "1", rng)
    assert filler.fill("p", "1", rng) == f"[[PERSON|Aïssata {surname[9:-2]}]]"
    assert filler.fill("s", "0", rng).startswith("N'Guessan")
    filler.forget()
    with pytest.raises(KeyError):
        filler.fill("unknown", "", rng)


def test_borrowed_phrases_are_used(pool, folders):
    filler = Filler(pool, folders, folders, LISTS / "words.txt")
    filler.borrow(["une phrase à nous"] * 10_000, english=False)
    assert filler.fill("phrase", "", np.random.default_rng(0)).lower() == "une phrase à nous"
