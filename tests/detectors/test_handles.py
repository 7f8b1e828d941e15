"""What account names look like."""

import pytest

from detectors.handles import is_organisation, is_personal, is_system


@pytest.mark.parametrize("name", ["rlessard", "mlegault", "juliedubois", "gab.ouellet", "stheriault2"])
def test_a_name_made_of_names_is_personal(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize("name", ["docker", "build", "function", "ligne", "www-data", "x"])
def test_another_word_is_not(name: str) -> None:
    assert not is_personal(name)


def test_machines_and_organisations_are_known() -> None:
    assert is_system("ubuntu")
    assert not is_system("rlessard")
    assert is_organisation("villemontreal")
    assert not is_organisation("juliedubois")
