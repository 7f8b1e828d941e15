import json

import numpy as np
import pytest

from detectors.model.gazetteer import Gazetteer
from detectors.model.lexicon import ENGLISH, FRENCH, Lexicon
from detectors.model.senses import Senses
from detectors.model.training.senses import Form, table


class Pool:
    """Knows one given name and a few surnames."""

    def person(self, rng):
        return ("Aïssata", f"N'Guessan{int(rng.integers(9))}")

    def given(self, rng):
        return "Aïssata"

    def surname(self, rng):
        return "Roy"


@pytest.fixture(scope="session")
def pool():
    return Pool()


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("lists")
    (root / "gazetteers").mkdir()
    (root / "gazetteers" / "qc-streets.json").write_text(json.dumps({"a": ["Rue du Port", "3e Avenue"]}))
    for name in ("streets", "municipalities", "named_after_people"):
        (root / f"{name}.txt").write_text("rue Alma\nSaint-Roy\n", "utf-8")
    return root


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    """A folder with senses of three words."""
    folder = tmp_path_factory.mktemp("tables")
    forms = [Form("Roy", 1, 3), Form("roy", 2, 9), Form("Alma", 2, 4)]
    vectors = {
        "vectors": np.array([[0, 0], [90, -9], [5, 80]], np.int8),
        "scale": np.ones(2, np.float32) / 50,
    }
    np.savez_compressed(folder / FRENCH, **table(iter(forms)), **vectors)
    np.savez_compressed(folder / ENGLISH, **table(iter(forms)))
    return folder


@pytest.fixture(scope="session")
def lexicon(tables):
    return Lexicon(Gazetteer({"roy": 2}), Senses.read(tables / FRENCH), Senses.read(tables / ENGLISH))
