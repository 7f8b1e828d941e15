import pytest

from detectors.addresswords import BOX, NUMBER, UNIT


@pytest.mark.parametrize("text", ["1234", "5775A", "77-B", "12 ½", "5-120", "2301-2311", "l27"])
def test_civic_numbers(text: str) -> None:
    match = NUMBER.match(text + ", rue")
    assert match
    assert match[0] == text


@pytest.mark.parametrize("text", ["3e Avenue", "$1234", "4.12", "514-5550199", "lo"])
def test_what_is_no_civic_number(text: str) -> None:
    assert not any(match[0] == text.partition(" ")[0].lstrip("$") for match in NUMBER.finditer(text))


@pytest.mark.parametrize(
    "text", [", app. 5", " APP 17", ", bureau 310", ", #3", " apt. B", ", sous-sol", ", 2e étage"]
)
def test_units(text: str) -> None:
    assert UNIT.fullmatch(text)


@pytest.mark.parametrize("text", [", lot 3 220 418", " est", ", Montréal", ", apprendre"])
def test_what_is_no_unit(text: str) -> None:
    assert not UNIT.match(text)


@pytest.mark.parametrize(
    "text", ["C.P. 120", "case postale 14", "P.O. Box 12", "C. P. 318, succursale Ahuntsic"]
)
def test_boxes(text: str) -> None:
    assert BOX.fullmatch(text)
