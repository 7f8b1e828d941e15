import subprocess
import sys

import pytest
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
from presidio_anonymizer.operators import OperatorType

from config.policy import Action
from gateway.privacy.operators import Pseudonymize, StandIns, Surrogate


def mint(label, original):
    return f"[{label}:{len(original)}]"


def applied(action, salt=b"s" * 16):
    return StandIns(mint, salt).of(action, "PERSON", "Zoé Roy")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.PSEUDONYMIZE, "[PERSON:7]"),
        (Action.REDACT, ""),
        (Action.MASK, "*******"),
        (Action.REPLACE, "<PERSON>"),
        (Action.KEEP, "Zoé Roy"),
    ],
)
def test_each_action_is_an_operator(action, expected):
    assert applied(action) == applied(action) == expected


def test_a_hash_tells_nothing_outside_of_its_scope():
    assert applied(Action.HASH) == applied(Action.HASH)
    assert applied(Action.HASH) != applied(Action.HASH, b"t" * 16)
    assert "Zoé" not in applied(Action.HASH)


def test_pseudonymize_works_in_a_stock_engine():
    engine = AnonymizerEngine()
    engine.add_anonymizer(Pseudonymize)
    result = engine.anonymize(
        "Bonjour Zoé Roy",
        [RecognizerResult("PERSON", 8, 15, 0.9)],
        {"PERSON": OperatorConfig("pseudonymize", {"mint": mint})},
    )
    assert result.text == "Bonjour [PERSON:7]"
    assert Pseudonymize().operator_type() is OperatorType.Anonymize
    with pytest.raises(TypeError, match="mint"):
        Pseudonymize().validate({})


def test_a_surrogate_is_chosen_and_without_a_choice_is_a_pseudonym():
    chosen = StandIns(mint, b"s" * 16, lambda label, original: f"{label} {original[::-1]}")
    assert chosen.of(Action.SURROGATE, "PERSON", "Zoé") == "PERSON éoZ"
    assert applied(Action.SURROGATE) == "[PERSON:7]"
    assert Surrogate().operator_name() == Action.SURROGATE
    assert Surrogate().operator_type() is OperatorType.Anonymize
    with pytest.raises(TypeError, match="surrogate"):
        Surrogate().validate({})


def test_the_serving_process_has_no_analyzer():
    code = (
        "import sys, gateway.app\n"
        "print([name for name in ('presidio_analyzer', 'spacy', 'onnxruntime') if name in sys.modules])\n"
        "import presidio_analyzer"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_way_in_which_a_value_was_written_is_handed_on():
    asked = []
    stand_ins = StandIns(lambda *value: asked.append(value) or f"[{len(asked)}]", b"s" * 16)
    told = [stand_ins.of(Action.PSEUDONYMIZE, "CA_SIN", "5", token) for token in ("", "5", "5.0", "5")]
    assert told == ["[1]", "[2]", "[3]", "[2]"]
    assert asked == [("CA_SIN", "5"), ("CA_SIN", "5", "5"), ("CA_SIN", "5", "5.0")]
