import json

import numpy as np
import pytest

from detectors.model.training.names import NamePool

pytest.importorskip("faker", reason="Faker is installed for training only")


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    root = tmp_path_factory.mktemp("names")
    (root / "gazetteers").mkdir()
    lists = {"first": [["Luc", "male", 900], ["Ève", "female", 4]], "last": [["Roy", 900], ["Côté", 4]]}
    (root / "gazetteers" / "qc-names.json").write_text(json.dumps(lists))
    (root / "given_names.txt").write_text("Ginette\n", "utf-8")
    (root / "surnames.txt").write_text("L'Heureux\n", "utf-8")
    return NamePool(root, root)


def test_names_follow_from_the_generator_and_are_of_many_origins(names):
    people = [names.person(np.random.default_rng(seed)) for seed in range(300)]
    assert people == [names.person(np.random.default_rng(seed)) for seed in range(300)]
    assert len(set(people)) > 180
    assert {"Luc", "Ginette"} & {given for given, _ in people}


def test_counts_weigh_but_rare_names_are_seen(names):
    quebec = names.origins[0]
    drawn = [names.surname(np.random.default_rng(seed), quebec) for seed in range(400)]
    assert drawn.count("Roy") > drawn.count("Côté") > 0
