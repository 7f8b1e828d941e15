"""Recognizers of somebody else's, by their dotted names."""

import pytest

from detectors.foreign import foreign

_URL = "presidio_analyzer.predefined_recognizers.UrlRecognizer"


def test_one_is_made_for_each_name_with_its_arguments_in_order() -> None:
    arguments = [(_URL, '{"supported_entity": "LINK"}'), (_URL, '{"supported_entity": "PAGE"}')]
    made = list(foreign([_URL, _URL, _URL], arguments, "fr"))
    assert [one.supported_entities for one in made] == [["LINK"], ["PAGE"], ["URL"]]
    assert all(one.supported_language == "fr" and one.is_loaded for one in made)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere_at_all.Recognizer", "install the package that holds 'nowhere_at_all'"),
        ("detectors.labels.Label", "cannot be used"),
        ("presidio_analyzer.predefined_recognizers.Nothing", "Nothing"),
        ("presidio_analyzer.predefined_recognizers.GLiNERRecognizer", "pip install gliner"),
    ],
)
def test_what_is_wrong_is_told_with_the_name(name: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"{name.rsplit('.', 1)[0]}.*{told}"):
        list(foreign([name], [], "fr"))
