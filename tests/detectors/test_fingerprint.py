"""The name of a detector."""

from dataclasses import replace

from detectors.engine import EngineOptions
from detectors.fingerprint import fingerprint


def test_the_name_depends_on_options_and_weights_alone() -> None:
    options = EngineOptions(labels=frozenset({"A", "B", "C"}))
    name = fingerprint(options, "w1")
    assert name == fingerprint(EngineOptions(labels=frozenset({"C", "B", "A"})), "w1")
    assert name != fingerprint(options, "w2")
    assert name != fingerprint(replace(options, strictness=1.0), "w1")
    assert int(name, 16) >= 0
