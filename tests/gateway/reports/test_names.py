import pytest

from detectors.labels import Label
from gateway.reports.names import label_name, place_name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_label_has_a_name_that_is_no_code(language):
    names = {label_name(label.value, language) for label in Label}
    assert len(names) == len(Label)
    assert not any("_" in name for name in names)


def test_the_labels_of_an_operator_and_places_without_a_name_are_told_as_they_are():
    assert label_name("NUMERO_DE_MEMBRE", "fr") == "NUMERO_DE_MEMBRE"
    assert (place_name("US", "fr"), place_name("JP", "fr"), place_name(None, "fr")) == (
        "États-Unis",
        "JP",
        "",
    )
    assert place_name("CA-QC", "en") == place_name("QC", "en")
