import pytest

from detectors.labels import Label
from gateway.privacy.checked import label_of


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("558073029", Label.CA_SIN),
        ("558073028", None),
        ("046454286", None),
        ("4520123456789017", Label.CREDIT_CARD),
        ("4520123456789016", None),
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
