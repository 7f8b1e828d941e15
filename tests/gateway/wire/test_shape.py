from dataclasses import FrozenInstanceError

import pytest

from gateway.wire.shape import INERT, TEXT, Kind, each, is_identifier, record, union


@pytest.mark.parametrize("text", ["gpt-5", "toolu_01", "a/b:c.d", "x" * 128, "212345672"])
def test_identifiers(text):
    assert is_identifier(text)


@pytest.mark.parametrize(
    "text", ["", "Jean Roy", "é", "x" * 129, "a@b.ca", "a\n", "[PERSON-K7Q2M9-A3X]", "a,b", '"']
)
def test_texts(text):
    assert not is_identifier(text)


def test_shapes_say_what_a_place_holds():
    assert record(a=INERT).members == {"a": INERT}
    assert record(Kind.INERT, a=TEXT).string is Kind.INERT
    assert each(INERT, Kind.JSON).items is INERT
    assert union({"a": TEXT}, tag="role", untagged="a").tag == "role"
    with pytest.raises(FrozenInstanceError):
        TEXT.string = Kind.INERT
