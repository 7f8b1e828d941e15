import pytest

from detectors.labels import Label
from gateway.privacy.checked import label_of, told_by
from gateway.wire.shape import Kind
from gateway.wire.spelling import digits
from gateway.wire.walk import Place


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("558073029", Label.CA_SIN),
        ("558073028", None),
        ("046454286", None),
        ("4111111111111111", Label.CREDIT_CARD),
        ("4111111111111112", None),
        ("123456782", Label.CA_SIN),
        ("5145550199", None),
        ("1732470000123", None),
        ("42", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_check_digits_tell(number, label):
    assert label_of(number) is label


def test_a_name_that_a_caller_chose_tells_as_well():
    assert told_by(Place(("tools", 0, "name"), Kind.INERT, "name"), "get_marie_tremblay") is Label.PERSON
    assert told_by(Place(("tools", 0, "name"), Kind.INERT, "name"), "get_weather") is None
    assert told_by(Place(("model",), Kind.INERT, "model"), "get_marie_tremblay") is None
    assert told_by(Place(("seed",), name="seed"), digits("558073029", "558073029")) is Label.CA_SIN
