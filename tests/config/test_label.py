import pytest
from pydantic import TypeAdapter, ValidationError

from config.label import KnownLabel


def test_labels_of_the_vocabulary_and_the_operators_own_are_known():
    known = TypeAdapter(KnownLabel)
    assert known.validate_python("PERSON") == "PERSON"
    assert known.validate_python("DOSSIER", context={"DOSSIER"}) == "DOSSIER"


def test_another_is_refused_with_the_nearest():
    with pytest.raises(ValidationError, match="PERSON"):
        TypeAdapter(KnownLabel).validate_python("PERSONN")
