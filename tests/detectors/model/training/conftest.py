import json

import pytest


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
