import pickle

import pytest
from pydantic import ValidationError

from config.detection import Detection


def test_options_are_what_the_engine_takes():
    detection = Detection.model_validate(
        {
            "strictness": 1,
            "minimum_score": 0.6,
            "terms": "# ours\nProjet Boréal\n\n",
            "allow": ["418 555-0100"],
            "patterns": [{"label": "DOSSIER", "regex": "D-[0-9]+"}],
            "recognizers": [{"use": "a.b.C", "labels": ["X_Y"], "arguments": {"model": "m", "n": 2}}],
        }
    )
    options = pickle.loads(pickle.dumps(detection.options()))
    assert options.terms == ("Projet Boréal",)
    assert options.allow == ("418 555-0100",)
    assert options.patterns == (("DOSSIER", "D-[0-9]+"),)
    assert options.recognizers == ("a.b.C",)
    assert options.arguments == (("a.b.C", '{"model": "m", "n": 2}'),)
    assert (options.strictness, options.minimum_score, options.names) == (1, 0.6, True)
    assert set(detection.labels()) == {"DOSSIER", "X_Y"}


def test_confidential_terms_are_not_in_a_repr():
    assert "Boréal" not in repr(Detection.model_validate({"terms": ["Projet Boréal"]}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": ["x"]},
        {"recognizers": [{"use": "C", "labels": ["X_Y"]}]},
        {"recognizers": [{"use": "a.C", "labels": []}]},
        {"names": False},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        Detection.model_validate(wrong)
