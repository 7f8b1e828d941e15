"""What account names look like."""

import pytest

from detectors.handles import (
    is_no_ones,
    is_nothing,
    is_organisation,
    is_personal,
    is_setting,
    is_system,
    whole_name,
)


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


@pytest.mark.parametrize(
    "name", ["svc_backup", "created_at", "2024-11", "notes.pdf", "ubuntu", "villemontreal"]
)
def test_nobody_is_called_so(name: str) -> None:
    assert is_no_ones(name)


def test_settings_and_files_are_known() -> None:
    assert is_setting("user_id")
    assert not is_setting("jo_beda")
    assert is_nothing("v2.10")
    assert not is_nothing("mamie.tricot")


@pytest.mark.parametrize(
    ("part", "name"), [("benali75", "a.benali75"), ("nordet_76", "nordet_76bis"), ("corp\\\\mroy", "mroy")]
)
def test_a_name_is_taken_whole(part: str, name: str) -> None:
    text = "vu a.benali75 et nordet_76bis, corp\\mroy"
    part = part.replace("\\\\", "\\")
    start = text.index(part)
    begun, end = whole_name(text, start, start + len(part))
    assert text[begun:end] == name


def test_the_next_word_is_left_out() -> None:
    assert whole_name("vu moutarde_ a", 3, 14) == (3, 12)
